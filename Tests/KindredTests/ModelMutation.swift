import KindredStatistics

/// Changes of a model file's payload, a few per trial: of bytes, or of whole fields, which leave
/// the message well-formed and so reach deeper.
struct ModelMutation {
  private let random = CounterRandom(seed: 20, stream: CounterRandom.stream("mutation"))
  private let trial: UInt64
  private var draws: UInt64 = 0

  init(trial: UInt64) { self.trial = trial }

  private mutating func below(_ bound: Int) -> Int {
    draws += 1
    return Int(random.integer(below: UInt64(max(1, bound)), row: trial, lane: draws))
  }

  mutating func apply(to payload: [UInt8]) -> [UInt8] {
    var payload = payload
    for _ in 0...below(3) {
      payload = trial % 2 == 0 ? changedBytes(payload) : changedField(payload)
      if payload.isEmpty { payload = [0] }
    }
    return payload
  }

  private mutating func changedBytes(_ payload: [UInt8]) -> [UInt8] {
    var payload = payload
    let place = below(payload.count)
    switch below(6) {
    case 0: payload[place] = UInt8(below(256))
    case 1: payload[place] ^= 1 << UInt8(below(8))
    case 2:
      for (offset, byte) in double().enumerated() where place + offset < payload.count {
        payload[place + offset] = byte
      }
    case 3:
      // A varint that goes on.
      for offset in 0..<below(10) where place + offset < payload.count {
        payload[place + offset] = 0xFF
      }
    case 4: payload.removeSubrange(place..<min(payload.count, place + 1 + below(9)))
    default: payload.insert(contentsOf: payload[place...].prefix(1 + below(40)), at: place)
    }
    return payload
  }

  private mutating func changedField(_ payload: [UInt8]) -> [UInt8] {
    guard var message = WireMessage(payload), !message.fields.isEmpty else {
      return changedBytes(payload)
    }
    let place = below(message.fields.count)
    let field = message.fields[place]
    switch (field.value, below(12)) {
    case (_, 0): message.fields.remove(at: place)
    case (_, 1): message.fields.append(message.fields[below(message.fields.count)])
    case (_, 2): message.fields.swapAt(place, below(message.fields.count))
    case (.varint, _): message.fields[place].value = .varint(number())
    case (.fixed(let bytes), _):
      message.fields[place].value = .fixed(Array(double().suffix(bytes.count)))
    case (.bytes(let bytes), 3): message.fields[place].value = .bytes(changedBytes(bytes + [0]))
    case (.bytes(let bytes), _):
      message.fields[place].value = .bytes(bytes.isEmpty ? [1] : changedField(bytes))
    }
    return message.bytes
  }

  private mutating func number() -> UInt64 {
    let numbers: [UInt64] = [
      0, 1, 2, 3, 5, 100, 1 << 20, 1_999_999_999, 1 << 31, 1 << 32, 1 << 52, 1 << 62, 1 << 63,
      .max, .max - 1,
    ]
    return numbers[below(numbers.count)]
  }

  private mutating func double() -> [UInt8] {
    let doubles: [Double] = [
      .nan, .infinity, -.infinity, 1e308, -1e308, .leastNonzeroMagnitude, -0.0, 0, 1, -1, 0.5,
      9.3e18, -9.3e18, 1e-9, 1e9, 1 - 1e-16,
    ]
    return withUnsafeBytes(of: doubles[below(doubles.count)].bitPattern.littleEndian) { Array($0) }
  }
}
