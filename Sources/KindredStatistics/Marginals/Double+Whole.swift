extension Double {
  /// The nearest whole number, of numbers below 2^51 in magnitude; without the function call that
  /// `rounded()` is on machines that the compiler knows little about.
  @inlinable package var nearestWhole: Double {
    // Larger numbers have no places after the point, so adding one rounds.
    let shift = 0x1.8p52
    return (self + shift) - shift
  }
}
