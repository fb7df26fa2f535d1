import Kindred
import KindredData
import Testing

/// Fitting that lets go of the data gives the same model.
@Suite struct ReleasingFitTests {
  @Test(arguments: TabularModel.allCases) func theModelIsTheSame(kind: TabularModel) throws {
    let shop = try Shop(customers: 400)
    let options = FitOptions(model: kind, seed: 3)
    let plain = HMA1(shop.metadata, options: options)
    try plain.fit(shop.dataset)
    let releasing = HMA1(shop.metadata, options: options)
    var dataset = shop.dataset
    try releasing.fit(releasing: &dataset)
    #expect(dataset.isEmpty)
    #expect(try plain.sample(seed: 5) == releasing.sample(seed: 5))
  }

  @Test func dataThatDoNotFitAreKept() throws {
    let shop = try Shop(customers: 20)
    var dataset = try Dataset(Array(shop.dataset.dropLast()))
    let model = HMA1(shop.metadata)
    #expect(throws: KindredError.self) { try model.fit(releasing: &dataset) }
    #expect(dataset.count == shop.dataset.count - 1)
  }
}
