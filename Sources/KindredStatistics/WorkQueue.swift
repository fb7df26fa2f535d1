import Dispatch
import Synchronization

/// Runs independent pieces of work on a bounded number of threads. Pieces write to places of their
/// own and compute what depends on their index alone, so that threads change nothing.
public enum WorkQueue {
  /// Calls `body` with 0..<`count`, each once, in any order; returns when all calls have.
  public static func run(_ count: Int, threads: Int, _ body: (_ index: Int) -> Void) {
    guard threads > 1, count > 1 else {
      for index in 0..<max(0, count) { body(index) }
      return
    }
    let next = Atomic<Int>(0)
    // concurrentPerform returns when all calls have, so the closure never outlives this one.
    nonisolated(unsafe) let body = body
    DispatchQueue.concurrentPerform(iterations: min(threads, count)) { _ in
      while true {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < count else { return }
        body(index)
      }
    }
  }

  /// The results of all pieces, in order.
  static func map<Result: Sendable>(
    _ count: Int, threads: Int, _ body: (_ index: Int) -> Result
  ) -> [Result] {
    var results = [Result?](repeating: nil, count: max(0, count))
    results.withUnsafeMutableBufferPointer { results in
      nonisolated(unsafe) let places = results
      run(count, threads: threads) { places[$0] = body($0) }
    }
    return results.compactMap { $0 }
  }
}
