import Foundation
import KindredData

/// Keeps account of the keys that blocks use, while several are drawn at a time.
///
/// Keys continue from block to block, so a block has to know how many rows all blocks before it have.
/// Blocks must be begun in order.
final class BlockLedger: @unchecked Sendable {
  // All of it is used under the condition's lock.
  private let condition = NSCondition()
  /// Keys used up by the calls before and the blocks counted so far, per table.
  private var consumed: [Int]
  /// Blocks counted so far, all from the first.
  private var counted = 0
  /// Rows of blocks whose turn has not come.
  private var waiting: [Int: [Int]] = [:]
  /// Keys used up before a block, until it asks for them.
  private var before: [Int: [Int]]
  private var isAbandoned = false

  init(consumed: [Int]) {
    self.consumed = consumed
    before = [0: consumed]
  }

  /// Enters the keys that a block uses, per table.
  func record(_ rows: [Int], of block: Int) {
    condition.lock()
    defer { condition.unlock() }
    waiting[block] = rows
    while let rows = waiting.removeValue(forKey: counted) {
      for (table, count) in rows.enumerated() { consumed[table] += count }
      counted += 1
      before[counted] = consumed
    }
    condition.broadcast()
  }

  /// Waits until all blocks before are counted.
  /// - Returns: the keys used up before the block, per table.
  /// - Throws: `KindredError` of kind `interrupted` when one of them failed.
  func consumed(before block: Int) throws -> [Int] {
    condition.lock()
    defer { condition.unlock() }
    while true {
      if let consumed = before.removeValue(forKey: block) { return consumed }
      if isAbandoned {
        throw KindredError(.interrupted, "Another block failed", remedy: "Nothing was written.")
      }
      condition.wait()
    }
  }

  /// Ends all waiting: a block failed.
  func abandon() {
    condition.lock()
    isAbandoned = true
    condition.broadcast()
    condition.unlock()
  }
}
