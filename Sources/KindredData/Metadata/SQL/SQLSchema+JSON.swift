// The definition in metadata files: what is absent is the usual case.

/// Collects the members of an object that are not the usual case.
private struct Members {
  var list: [JSONValue.Member] = []

  mutating func add(_ name: String, _ text: String?) {
    if let text { list.append(.init(name, .string(text))) }
  }

  mutating func add(_ name: String, _ number: Int64?) {
    if let number { list.append(.init(name, .number(String(number)))) }
  }

  mutating func add(_ name: String, if flag: Bool) {
    if flag { list.append(.init(name, .boolean(true))) }
  }

  mutating func add(_ name: String, _ texts: [String]) {
    if !texts.isEmpty { list.append(.init(name, .array(texts.map { .string($0) }))) }
  }

  mutating func add(_ name: String, _ values: [JSONValue]) {
    if !values.isEmpty { list.append(.init(name, .array(values))) }
  }

  mutating func add(_ name: String, _ value: JSONValue?) {
    if let value { list.append(.init(name, value)) }
  }
}

extension JSONValue {
  fileprivate init(_ fill: (inout Members) -> Void) {
    var members = Members()
    fill(&members)
    self = .object(members.list)
  }
}

extension SQLSchema {
  /// The definition as a member of the `kindred` object.
  var jsonValue: JSONValue {
    JSONValue {
      $0.add("dialect", dialect.rawValue)
      $0.add("enumerations", enumerations.map(\.jsonValue))
      $0.add("domains", domains.map(\.jsonValue))
      $0.add("tables", tables.map(\.jsonValue))
    }
  }
}

extension SQLEnumeration {
  fileprivate var jsonValue: JSONValue {
    JSONValue {
      $0.add("name", name)
      $0.add("schema", schema)
      $0.add("labels", labels)
    }
  }
}

extension SQLDomain {
  fileprivate var jsonValue: JSONValue {
    JSONValue {
      $0.add("name", name)
      $0.add("schema", schema)
      $0.add("type", type)
      $0.add("not_null", if: !isNullable)
      $0.add("default", defaultExpression)
      $0.add("collation", collation)
      $0.add("checks", checks.map(\.jsonValue))
    }
  }
}

extension SQLTable {
  fileprivate var jsonValue: JSONValue {
    JSONValue {
      $0.add("name", name)
      $0.add("schema", schema)
      $0.add("relation", relation)
      $0.add("columns", columns.map(\.jsonValue))
      $0.add("primary_key", primaryKey?.jsonValue)
      $0.add("unique_keys", uniqueKeys.map(\.jsonValue))
      $0.add("foreign_keys", foreignKeys.map(\.jsonValue))
      $0.add("checks", checks.map(\.jsonValue))
      $0.add("indexes", indexes.map(\.jsonValue))
      $0.add("options", options)
    }
  }
}

extension SQLColumn {
  fileprivate var jsonValue: JSONValue {
    JSONValue {
      $0.add("name", name)
      $0.add("type", type.isEmpty ? nil : type)
      $0.add("not_null", if: !isNullable)
      $0.add("default", defaultExpression)
      $0.add("identity", identity?.jsonValue)
      $0.add("generated", generatedExpression)
      $0.add("stored", if: isGeneratedStored)
      $0.add("collation", collation)
      $0.add("storage", storage?.rawValue)
    }
  }
}

extension SQLIdentity {
  fileprivate var jsonValue: JSONValue {
    JSONValue {
      $0.add("kind", kind.rawValue)
      $0.add("start", start)
      $0.add("increment", increment)
    }
  }
}

extension SQLKey {
  fileprivate var jsonValue: JSONValue {
    JSONValue {
      $0.add("name", name)
      $0.add("columns", columns)
      $0.add("deferral", deferral?.rawValue)
      $0.add("nulls_not_distinct", if: nullsNotDistinct)
    }
  }
}

extension SQLForeignKey {
  fileprivate var jsonValue: JSONValue {
    JSONValue {
      $0.add("name", name)
      $0.add("columns", columns)
      $0.add("table", table)
      $0.add("referenced_columns", referencedColumns)
      $0.add("on_update", onUpdate == .noAction ? nil : onUpdate.rawValue)
      $0.add("on_delete", onDelete == .noAction ? nil : onDelete.rawValue)
      $0.add("match", match)
      $0.add("deferral", deferral?.rawValue)
    }
  }
}

extension SQLCheck {
  fileprivate var jsonValue: JSONValue {
    JSONValue {
      $0.add("name", name)
      $0.add("expression", expression)
    }
  }
}

extension SQLIndex {
  fileprivate var jsonValue: JSONValue {
    JSONValue {
      $0.add("name", name)
      $0.add("unique", if: isUnique)
      $0.add("terms", terms)
      $0.add("condition", condition)
      $0.add("method", method)
    }
  }
}
