import Testing

@Suite("Options of kindred fit")
struct FitOptionTests {
  private let folder = Folder()
  private var data: String { folder.path("demo/real") }
  private var model: String { folder.path("model") }

  init() throws {
    #expect(try Program.run("demo", "-q", "-o", folder.path("demo")).status == 0)
  }

  @Test("A family for everything, a table and a column")
  func distributions() throws {
    let outcome = try Program.run(
      "fit", data, "-o", model, "--distribution", "norm", "--distribution", "users=uniform",
      "--distribution", "sessions.minutes=gamma")
    #expect(outcome.status == 0)
    let detail = try Program.run("inspect", model).output
    for family in ["norm(", "uniform(", "gamma("] { #expect(detail.contains(family)) }
  }

  @Test(
    "Families and places that do not exist",
    arguments: [
      ("bogus", "'bogus'"), ("=norm", "Table ''"), ("userz=norm", "Did you mean 'users'?"),
      ("users.agee=norm", "Did you mean 'age'?"), ("users.age=bogus", "users.age=bogus"),
      ("users.country=norm", "column 'country'"), ("users.user_id=norm", "column 'user_id'"),
    ])
  func unknownDistributions(choice: String, text: String) throws {
    let outcome = try Program.run("fit", data, "-o", model, "--distribution", choice)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(text), "\(outcome.errors)")
    #expect(folder.contents() == ["demo"])
  }

  @Test("The destination is looked at before the data are read")
  func destination() throws {
    let outcome = try Program.run("fit", folder.path("nodata"), "-o", folder.path("none/model"))
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("The model file cannot be written"))
    for place in ["postgres://me:secret@host/data", "data.sqlite"] {
      let outcome = try Program.run("fit", data, "-o", place)
      #expect(outcome.status == 2)
      #expect(outcome.errors.contains("database") || outcome.errors.contains("PostgreSQL"))
      #expect(!outcome.errors.contains("secret"))
    }
  }

  @Test("Quiet is silent")
  func quiet() throws {
    let outcome = try Program.run("fit", data, "-o", model, "-q")
    #expect(outcome.status == 0)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.isEmpty)
  }
}
