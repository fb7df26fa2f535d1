import Foundation
import Kindred
import KindredData
import Testing

/// Every call of the HMA1 guide, on its users, sessions and transactions.
@Suite struct GuideTests {
  @Test func theExampleOfTheReadme() throws {
    let (metadata, tables) = try loadDemo()
    let model = HMA1(metadata)
    try model.fit(tables)
    let synthetic = try model.sample()
    #expect(synthetic.tableNames == ["users", "sessions", "transactions"])
    for table in synthetic {
      #expect(table.columnNames == metadata[table.name]?.columnNames)
      #expect(table.rowCount == tables[table.name]?.rowCount)
    }

    #expect(try model.sample(rows: 5)["users"]?.rowCount == 5)
    let sessions = try model.sample("sessions", rows: 5)
    #expect(sessions.tableNames == ["sessions", "transactions"])
    let users = try model.sample("users", rows: 5, includingChildren: false)
    #expect(users.tableNames == ["users"])

    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).kindred")
    defer { try? FileManager.default.removeItem(at: url) }
    try model.save(to: url)
    let again = try HMA1.load(from: url)
    #expect(try again.sample() == model.sample())
  }

  @Test func theDemoHasTenRowsPerTable() throws {
    let (metadata, tables) = try loadDemo()
    #expect(tables.map(\.rowCount) == [10, 10, 10])
    #expect(tables["users"]?.columnNames == ["user_id", "country", "gender", "age"])
    #expect(
      metadata.relationships.map { "\($0.childTable).\($0.childKey[0]) -> \($0.parentTable)" }
        == ["sessions.user_id -> users", "transactions.session_id -> sessions"])
  }

  @Test func keysContinueFromCallToCall() throws {
    let model = try fittedDemo()
    #expect(try keys(model.sample(), "users") == Array(0..<10))
    #expect(try keys(model.sample(rows: 5), "users") == Array(10..<15))
    #expect(try keys(model.sample("users", rows: 2), "users") == [15, 16])
    model.resetKeys()
    #expect(try keys(model.sample(rows: 3), "users") == [0, 1, 2])
    #expect(try keys(model.sample(rows: 3, resettingKeys: true), "users") == [0, 1, 2])
  }

  @Test func keysContinueAfterSavingAndLoading() throws {
    let model = try fittedDemo()
    _ = try model.sample()
    let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).kindred")
    defer { try? FileManager.default.removeItem(at: url) }
    try model.save(to: url)
    let again = try HMA1.load(from: url)
    #expect(try keys(again.sample(rows: 5), "users") == Array(10..<15))
  }

  @Test func aChildTableAloneRefersToParentsThatAreNotReturned() throws {
    let model = try fittedDemo()
    let sample = try model.sample("sessions", rows: 5)
    #expect(try keys(sample, "sessions") == [0, 1, 2, 3, 4])
    let users = try integers(sample, "sessions", "user_id")
    #expect(users.count == 5)
    // The parents' keys are used up, although nobody sees them.
    let next = try keys(model.sample("users", rows: 1, includingChildren: false), "users")
    #expect(next.allSatisfy { !users.contains($0) })
    let sessions = Set(try keys(sample, "sessions"))
    #expect(try integers(sample, "transactions", "session_id").allSatisfy(sessions.contains))
  }

  @Test func usersWithoutTheirChildren() throws {
    let sample = try fittedDemo().sample("users", rows: 7, includingChildren: false)
    #expect(sample.tableNames == ["users"])
    #expect(sample["users"]?.rowCount == 7)
  }

  @Test func aScaleMultipliesRootRows() throws {
    let model = try fittedDemo()
    #expect(try model.sample(scale: 3)["users"]?.rowCount == 30)
    #expect(try model.sample(scale: 0.25)["users"]?.rowCount == 3)
    #expect(try model.sample(scale: 0.001)["users"]?.rowCount == 1)
  }

  @Test func aSeedMakesACallReproducible() throws {
    let model = try fittedDemo()
    let first = try model.sample(rows: 20, seed: 7, resettingKeys: true)
    #expect(try model.sample(rows: 20, seed: 7, resettingKeys: true) == first)
    #expect(try model.sample(rows: 20, seed: 8, resettingKeys: true) != first)
  }

  @Test func callsWithoutASeedDiffer() throws {
    let model = try fittedDemo()
    let first = try model.sample(rows: 50, resettingKeys: true)
    #expect(try model.sample(rows: 50, resettingKeys: true) != first)
  }

  @Test func zeroRowsGiveEmptyTablesWithTheirColumns() throws {
    let sample = try fittedDemo().sample(rows: 0)
    #expect(sample.map(\.rowCount) == [0, 0, 0])
    #expect(sample["users"]?.columnNames == ["user_id", "country", "gender", "age"])
  }

  @Test func whatCannotBeSampledIsSaid() throws {
    let (metadata, _) = try loadDemo()
    let unfitted = HMA1(metadata)
    #expect(throws: KindredError.self) { try unfitted.sample() }
    #expect { try unfitted.sample() } throws: { ($0 as? KindredError)?.kind == .notFitted }
    let model = try fittedDemo()
    #expect { try model.sample("user", rows: 1) } throws: {
      ($0 as? KindredError)?.remedy == "Did you mean 'users'?"
    }
    #expect { try model.sample(rows: -1) } throws: { ($0 as? KindredError)?.kind == .argument }
    for scale in [0, -1, .nan, .infinity] {
      #expect { try model.sample(scale: scale) } throws: {
        ($0 as? KindredError)?.kind == .argument
      }
    }
  }

  // MARK: - Helpers

  private func fittedDemo() throws -> HMA1 {
    let (metadata, tables) = try loadDemo()
    let model = HMA1(metadata)
    try model.fit(tables)
    return model
  }

  private func keys(_ dataset: Dataset, _ table: String) throws -> [Int64] {
    try integers(dataset, table, table.dropLast() + "_id")
  }

  private func integers(
    _ dataset: Dataset, _ table: String, _ column: some StringProtocol
  ) throws -> [Int64] {
    let column = try #require(dataset[table]?[column: String(column)])
    guard case .integers(let values) = column.values else {
      Issue.record("\(table).\(column.name) does not hold integers")
      return []
    }
    return values
  }
}
