#include "CKindredText.h"
