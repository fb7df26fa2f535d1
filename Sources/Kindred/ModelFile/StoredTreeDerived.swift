import KindredStatistics

// What trees may ask besides the context and the columns drawn, both ways.

extension StoredTreeDerived {
  init(_ predictor: DerivedPredictor) {
    self.init()
    switch predictor {
    case .previous(let target): previous = UInt32(clamping: target)
    case .repeats(let target): repeats = UInt32(clamping: target)
    case .remainingMean(let target, let context):
      mean = .with {
        ($0.target, $0.context) = (UInt32(clamping: target), UInt32(clamping: context))
      }
    case .remainingLabels(let target, let context):
      labels = .with {
        ($0.target, $0.context) = (UInt32(clamping: target), UInt32(clamping: context))
      }
    case .calendar(let target, let part):
      calendar = .with {
        ($0.target, $0.part) = (UInt32(clamping: target), UInt32(clamping: part.rawValue))
      }
    }
  }

  /// - Throws: `MalformedModel` when this version does not know it, or its column is not drawn.
  func predictor(targets: Int) throws -> DerivedPredictor {
    let result: DerivedPredictor
    switch kind {
    case .previous(let target): result = .previous(target: Int(target))
    case .repeats(let target): result = .repeats(target: Int(target))
    case .mean(let stored):
      result = .remainingMean(target: Int(stored.target), context: Int(stored.context))
    case .labels(let stored):
      result = .remainingLabels(target: Int(stored.target), context: Int(stored.context))
    case .calendar(let stored):
      guard let part = CalendarPart(rawValue: Int(stored.part)) else {
        throw MalformedModel("trees ask for a part of dates that this version does not know")
      }
      result = .calendar(target: Int(stored.target), part: part)
    case nil: throw MalformedModel("trees ask for something this version does not know")
    }
    guard result.target < targets else {
      throw MalformedModel("trees ask for what follows from a column that they do not draw")
    }
    return result
  }
}

/// What the trees of a table may ask, by place: the context, the columns drawn, what follows from
/// them.
struct AskedPlaces {
  /// Bytes with a bit for every bin of labels; nil for numbers.
  private let maskSizes: [Int?]

  init(context: [ColumnScale], drawn: [ColumnScale], derived: [DerivedPredictor]) {
    let own = (context + drawn).map { scale in
      scale.content.isLabels ? Int(scale.content.bins.max() ?? 0) / 8 + 1 : nil
    }
    maskSizes =
      own
      + derived.map { predictor in
        // The label before is seen as the label itself is; all else as numbers.
        guard case .previous(let target) = predictor, drawn.indices.contains(target) else {
          return nil
        }
        return own[context.count + target]
      }
  }

  func contains(_ place: Int) -> Bool { maskSizes.indices.contains(place) }

  /// Bytes with a bit for every bin of labels at a place; nil for numbers.
  func maskSize(_ place: Int) -> Int? { maskSizes[place] }
}
