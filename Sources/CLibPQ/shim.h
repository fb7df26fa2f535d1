#pragma once
#include <libpq-fe.h>
// The fields of an error report; macros of character constants do not reach Swift.
enum kindred_diagnostic {
  kindred_diagnostic_sqlstate = 'C',
  kindred_diagnostic_message = 'M',
  kindred_diagnostic_detail = 'D',
  kindred_diagnostic_hint = 'H',
  kindred_diagnostic_context = 'W',
  kindred_diagnostic_table = 't',
  kindred_diagnostic_column = 'c',
  kindred_diagnostic_constraint = 'n',
};
