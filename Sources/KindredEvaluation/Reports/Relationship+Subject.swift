import KindredData

extension Relationship {
  /// How reports name it, such as "orders.buyer -> buyers".
  var subject: String { "\(childTable).\(childKey.joined(separator: "+")) -> \(parentTable)" }
}
