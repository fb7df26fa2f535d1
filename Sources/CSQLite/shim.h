#pragma once
#include <sqlite3.h>

// Swift cannot call functions with a variable number of arguments.
static inline void kindred_sqlite_strict_quotes(sqlite3 *database) {
#ifdef SQLITE_DBCONFIG_DQS_DML
  sqlite3_db_config(database, SQLITE_DBCONFIG_DQS_DML, 0, (void *)0);
#endif
}

// Nor can it import SQLITE_STATIC, a number made into a function: the text must outlive the next step.
static inline int kindred_sqlite_bind_text(
    sqlite3_stmt *statement, int parameter, const char *text, int length) {
  return sqlite3_bind_text(statement, parameter, length > 0 ? text : "", length, SQLITE_STATIC);
}
