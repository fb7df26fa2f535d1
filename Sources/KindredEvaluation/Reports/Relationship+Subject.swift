package import KindredData

extension Relationship {
  /// How reports name it, such as "orders.buyer -> buyers".
  package var subject: String {
    "\(childTable).\(childKey.joined(separator: "+")) -> \(parentTable)"
  }

  /// Where findings about it are.
  package var place: Finding.Place {
    .relationship(parent: parentTable, child: childTable, foreignKey: childKey)
  }
}
