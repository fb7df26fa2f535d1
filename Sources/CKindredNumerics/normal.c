#include "CKindredNumerics.h"
