import Kindred
import KindredData
import KindredPages
import Testing

@Suite struct ModelPageTests {
  private static func fitted(_ tabular: TabularModel) throws -> HMA1 {
    let model = HMA1(try Shop.metadata(), model: tabular)
    try model.fit(Shop.dataset())
    return model
  }

  @Test(arguments: TabularModel.allCases)
  func isSoundAndNeedsNothingFromOutside(tabular: TabularModel) throws {
    let html = try ModelPage(Self.fitted(tabular), name: "<shop>.kindred").html
    let page = ParsedPage(html)
    page.expectSound(html)
    let names = page.named("bdi").map(\.text)
    for name in [Shop.table, Shop.label, "price", "<shop>.kindred"] {
      #expect(names.contains(name))
    }
    #expect(!html.contains(Shop.rare))
  }

  @Test func sharesAreThoseOfTheData() throws {
    let page = ParsedPage(try ModelPage(Self.fitted(.copula)).html)
    let open = try #require(page.withID("column-1-4"))
    // Every fifth row is null; of the others every third is true.
    #expect(open.text.contains("Null: 20.0 %"))
    #expect(open.text.contains("true33.3 %"))
    let price = try #require(page.withID("column-2-3"))
    #expect(price.text.contains("real values kept"))
  }

  @Test func aModelThatHasLearnedNothingIsAnError() throws {
    let error = #expect(throws: KindredError.self) {
      try ModelPage(HMA1(Shop.metadata()))
    }
    #expect(error?.kind == .notFitted)
  }
}
