import Foundation

/// Makes numbered products on several threads and hands them over in order.
///
/// Work on a product begins only when few of those before it are still to be handed over, so memory
/// holds a bounded number: `workers` in the making or waiting, and the one that is handed over.
struct OrderedPipeline {
  /// Threads that make products; with one, the calling thread does all.
  let workers: Int

  /// - Parameters:
  ///   - make: called once per number, in ascending order of its beginning, on any thread.
  ///   - receive: called for every product in order, on the calling thread.
  /// - Throws: the first error in the order of the products. No call of `make` is left running then.
  func run<Product: Sendable>(
    _ count: Int, make: @escaping @Sendable (Int) throws -> Product,
    receive: (Product) throws -> Void
  ) throws {
    guard workers > 1, count > 1 else {
      for index in 0..<count { try receive(make(index)) }
      return
    }
    let line = Line<Product>(count: count, workers: workers)
    for _ in 0..<workers {
      Thread { line.work(make) }.start()
    }
    defer { line.stop() }
    for _ in 0..<count { try receive(line.next()) }
  }
}

/// What the threads of a pipeline share.
private final class Line<Product: Sendable>: @unchecked Sendable {
  // All of it is used under the condition's lock.
  private let condition = NSCondition()
  private let count: Int
  private let workers: Int
  private var begun = 0
  private var handedOver = 0
  private var running: Int
  private var finished: [Int: Result<Product, any Error>] = [:]
  private var isStopped = false

  init(count: Int, workers: Int) {
    self.count = count
    self.workers = workers
    running = workers
  }

  /// Makes products until none is left; a thread's whole life.
  func work(_ make: (Int) throws -> Product) {
    while let index = begin() {
      let result = Result { try make(index) }
      condition.lock()
      finished[index] = result
      condition.broadcast()
      condition.unlock()
    }
    condition.lock()
    running -= 1
    condition.broadcast()
    condition.unlock()
  }

  private func begin() -> Int? {
    condition.lock()
    defer { condition.unlock() }
    while !isStopped, begun < count, begun >= handedOver + workers { condition.wait() }
    guard !isStopped, begun < count else { return nil }
    begun += 1
    return begun - 1
  }

  /// Waits for the next product.
  func next() throws -> Product {
    condition.lock()
    defer { condition.unlock() }
    while true {
      if let result = finished.removeValue(forKey: handedOver) {
        handedOver += 1
        condition.broadcast()
        return try result.get()
      }
      condition.wait()
    }
  }

  /// Lets no more work begin and waits for what is running.
  func stop() {
    condition.lock()
    isStopped = true
    condition.broadcast()
    while running > 0 { condition.wait() }
    condition.unlock()
  }
}
