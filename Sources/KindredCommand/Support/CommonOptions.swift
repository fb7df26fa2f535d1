import ArgumentParser

/// Options that every subcommand has.
struct CommonOptions: ParsableArguments {
  @Flag(name: [.short, .long], help: "Print errors only: no notes, no progress.")
  var quiet = false

  var notes: Notes { Notes(quiet: quiet) }
}
