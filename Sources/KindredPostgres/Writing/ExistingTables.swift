import KindredData

/// A foreign key that is dropped while rows go in, and made again at the end.
struct SuspendedKey {
  /// The target whose table has it.
  let target: Int
  let name: String
  let definition: String
  let comment: String?
}

extension PostgresDatasetWriter {
  /// Suspends foreign keys between the tables, and empties tables where that is asked for.
  ///
  /// Rows of tables that refer to each other come in any order, and in circles in none that would do.
  /// Keys that cannot be suspended, because another role owns the table, are checked late where they
  /// are deferrable, else with every batch.
  /// - Throws: `KindredError` of kind `database` when a table has rows that may not be replaced.
  func prepareExistingTables(_ connection: PostgresConnection) throws {
    let loaded = Set(targets.compactMap { $0.existing?.oid })
    guard !loaded.isEmpty else { return }
    try connection.run("SET CONSTRAINTS ALL DEFERRED")
    let full = try targets.filter { target in
      guard target.existing != nil else { return false }
      return try locating(target, connection) {
        try connection.rows("SELECT EXISTS (SELECT FROM \(target.sqlName))").first?.first == "t"
      }
    }
    if let first = full.first, !truncates {
      throw KindredError(
        .database, "The table of the destination has rows already", table: first.name,
        remedy: "Name another database or schema, or --truncate to replace the rows.")
    }
    for index in targets.indices {
      guard let table = targets[index].existing, table.isOwned else { continue }
      for constraint in table.constraints {
        guard let reference = constraint.reference, loaded.contains(reference.table),
          targets.contains(where: { $0.existing?.oid == reference.table && $0.isOwned })
        else { continue }
        let comment = try connection.rows(
          """
          SELECT obj_description(oid, 'pg_constraint') FROM pg_catalog.pg_constraint
          WHERE conrelid = $1::oid AND conname = $2
          """, [table.oid, constraint.name])
        suspendedKeys.append(
          SuspendedKey(
            target: index, name: constraint.name, definition: constraint.definition,
            comment: comment.first?.first ?? nil))
        try locating(index, rowsBefore: 0) {
          try connection.run(
            "ALTER TABLE \(targets[index].sqlName) DROP CONSTRAINT \(SQLText.name(constraint.name))"
          )
        }
      }
    }
    if !full.isEmpty {
      try connection.run("TRUNCATE TABLE \(full.map(\.sqlName).joined(separator: ", "))")
    }
  }

  private func locating<Result>(
    _ target: TableTarget, _ connection: PostgresConnection, _ body: () throws -> Result
  ) throws -> Result {
    do {
      return try body()
    } catch var error as KindredError where error.kind == .database {
      error.table = target.name
      throw error
    }
  }

  /// Puts suspended keys back into force, which checks all rows.
  func restoreKeys(_ connection: PostgresConnection) throws {
    for key in suspendedKeys {
      let table = targets[key.target].sqlName
      let name = SQLText.name(key.name)
      try locating(key.target, rowsBefore: 0) {
        try connection.run("ALTER TABLE \(table) ADD CONSTRAINT \(name) \(key.definition)")
        if let comment = key.comment {
          try connection.run(
            "COMMENT ON CONSTRAINT \(name) ON \(table) IS \(SQLText.constant(comment))")
        }
      }
    }
  }

  /// Lets sequences go on after the highest number written.
  ///
  /// `ALTER SEQUENCE ... RESTART`, unlike `setval`, is taken back with the transaction.
  func advanceSequences(of target: TableTarget, _ connection: PostgresConnection) throws {
    guard target.rowCount > 0 else { return }
    for column in target.sequences {
      let sequence = SQLText.name(column.sequence.schema, column.sequence.name)
      let isUpward = column.sequence.increment > 0
      let most = try connection.rows(
        """
        SELECT \(isUpward ? "max" : "min")(\(SQLText.name(column.name)))::pg_catalog.numeric::text
        FROM \(target.sqlName)
        """)
      guard let text = most.first?.first ?? nil, let last = Int64(text) else { continue }
      let (next, overflow) = last.addingReportingOverflow(column.sequence.increment)
      let state = try connection.rows("SELECT last_value, is_called FROM \(sequence)")
      guard let row = state.first, let value = row.first?.flatMap({ Int64($0) }) else { continue }
      let wasUsed = row.last == "t"
      // What the sequence would give next is beyond the numbers already.
      if isUpward
        ? value > last || wasUsed && value >= last : value < last || wasUsed && value <= last
      {
        continue
      }
      guard !overflow, column.sequence.minimum...column.sequence.maximum ~= next else {
        warn("The sequence \(sequence) has no number left after \(last).")
        continue
      }
      try connection.run(
        column.sequence.isOwned
          ? "ALTER SEQUENCE \(sequence) RESTART WITH \(next)"
          : "SELECT pg_catalog.setval(\(SQLText.constant(sequence))::regclass, \(next), false)")
    }
  }
}
