import KindredData
import KindredStatistics

// Between trees and columns.

extension TableRendering {
  /// A column with the values that trees have drawn, NaN where null.
  static func column(
    _ learned: ColumnModel, _ values: ArraySlice<Double>, bounds: Marginal
  ) -> Column {
    let validity =
      values.contains(where: \.isNaN) ? Bitmap(values.lazy.map { !$0.isNaN }) : nil
    let numbers = values.map { $0.isNaN ? bounds.minimum : $0 }
    return Column(
      learned.name, spelled(numbers[...], as: learned.content, bounds: bounds), validity: validity,
      format: learned.format)
  }
}
