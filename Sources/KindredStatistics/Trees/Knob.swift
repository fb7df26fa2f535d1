import Glibc
public func knob(_ name: String, _ value: Double) -> Double {
  guard let text = getenv(name) else { return value }
  return atof(text)
}
