/// A list in the `kindred` object of a metadata file: what the SDV's format has no word for.
struct MetadataList<Element> {
  /// The member's name.
  let name: String
  /// What the list is of.
  let content: String
  /// What it looks like, in JSON.
  let example: String
  let read: (JSONValue) throws(Unreadable) -> Element
  let write: (Element) -> JSONValue

  /// A value that is not what stands in its place.
  struct Unreadable: Error {
    let value: JSONValue
  }

  fileprivate func error(_ value: JSONValue) -> KindredError {
    KindredError(
      .metadata, "'\(name)' is not a list of \(content)", value: value.kind,
      remedy: "Give a list such as \(example).")
  }
}

extension Metadata {
  /// The elements of a list; nil when the file has none.
  /// - Throws: `KindredError` of kind `metadata` when it is something else.
  func elements<Element>(of list: MetadataList<Element>) throws -> [Element]? {
    guard let value = extra.first(where: { $0.name == list.name })?.value else { return nil }
    guard case .array(let items) = value else { throw list.error(value) }
    var elements: [Element] = []
    for item in items {
      do throws(MetadataList<Element>.Unreadable) { elements.append(try list.read(item)) } catch {
        throw list.error(error.value)
      }
    }
    return elements
  }

  /// Replaces a list; nil takes it away.
  mutating func set<Element>(_ elements: [Element]?, of list: MetadataList<Element>) {
    extra.removeAll { $0.name == list.name }
    guard let elements else { return }
    extra.append(JSONValue.Member(list.name, .array(elements.map(list.write))))
  }
}
