import KindredStatistics

/// Brings rows and places together that lie near each other, one place per row.
///
/// Rows and places are cut at their medians along the direction that matters most in the cell, and
/// the halves are matched in the same way (a k-d tree over both sets at once). So the ranks along
/// every direction agree as well as the other directions permit.
struct PlaceMatching {
  /// Per direction, a coordinate of every row, and of every place.
  let rows: [[Float]]
  let places: [[Float]]
  /// Per direction, how much it matters.
  let strengths: [Float]

  /// Matches `chosenRows` with as many `chosenPlaces`.
  /// - Returns: the two lists in a new order: entries of the same index belong together, and
  ///   neighbours in the lists lie near each other.
  /// - Complexity: O(n log n) with n rows, times the number of directions.
  func match(
    rows chosenRows: [Int32], places chosenPlaces: [Int32]
  ) -> (rows: [Int32], places: [Int32]) {
    var rowOrder = chosenRows
    var placeOrder = chosenPlaces
    guard !strengths.isEmpty else { return (rowOrder, placeOrder) }
    var open = [(0, min(chosenRows.count, chosenPlaces.count))]
    rowOrder.withUnsafeMutableBufferPointer { rowOrder in
      placeOrder.withUnsafeMutableBufferPointer { placeOrder in
        while let (start, end) = open.popLast() {
          guard end - start > 1 else { continue }
          let direction = mainDirection(of: UnsafeBufferPointer(rebasing: rowOrder[start..<end]))
          let middle = (start + end) / 2
          rows[direction].withUnsafeBufferPointer {
            Self.split(rowOrder, start, middle, end, by: $0)
          }
          places[direction].withUnsafeBufferPointer {
            Self.split(placeOrder, start, middle, end, by: $0)
          }
          open.append((start, middle))
          open.append((middle, end))
        }
      }
    }
    return (rowOrder, placeOrder)
  }

  /// The direction along which the rows of a cell differ most, weighted by what it says.
  private func mainDirection(of cell: UnsafeBufferPointer<Int32>) -> Int {
    guard strengths.count > 1 else { return 0 }
    // A few hundred rows show well enough where a large cell is wide.
    let step = max(1, cell.count / 256)
    let count = Float((cell.count + step - 1) / step)
    var best = (score: -Float.infinity, direction: 0)
    for (direction, strength) in strengths.enumerated() {
      let score = rows[direction].withUnsafeBufferPointer { values in
        var sum: Float = 0
        var squares: Float = 0
        for index in stride(from: 0, to: cell.count, by: step) {
          let value = values[Int(cell[index])]
          sum += value
          squares += value * value
        }
        let mean = sum / count
        return strength * (squares / count - mean * mean)
      }
      if score > best.score { best = (score, direction) }
    }
    return best.direction
  }

  /// Moves the entries with the smallest values, as many as come before `middle`, to the front.
  /// Equal values are told apart by their entries, so that the outcome is one and the same.
  private static func split(
    _ order: UnsafeMutableBufferPointer<Int32>, _ start: Int, _ middle: Int, _ end: Int,
    by values: UnsafeBufferPointer<Float>
  ) {
    func isBelow(_ first: Int32, _ second: Int32) -> Bool {
      let left = values[Int(first)]
      let right = values[Int(second)]
      return left < right || (left == right && first < second)
    }
    var low = start
    var high = end - 1
    while low < high {
      // Quickselect around the median of three.
      let center = (low + high) / 2
      if isBelow(order[center], order[low]) { order.swapAt(center, low) }
      if isBelow(order[high], order[low]) { order.swapAt(high, low) }
      if isBelow(order[high], order[center]) { order.swapAt(high, center) }
      let pivot = order[center]
      var left = low
      var right = high
      while left <= right {
        while isBelow(order[left], pivot) { left += 1 }
        while isBelow(pivot, order[right]) { right -= 1 }
        if left <= right {
          order.swapAt(left, right)
          left += 1
          right -= 1
        }
      }
      if middle <= right {
        high = right
      } else if middle >= left {
        low = left
      } else {
        return
      }
    }
  }
}
