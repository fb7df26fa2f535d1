import KindredEvaluation

/// Whether a classifier can tell synthetic rows from real ones, and by what.
struct DetectionSection {
  private let report: DetectionReport
  private static let giveaways = 6
  /// Less than this is chance.
  private static let significance = 0.001

  init(_ report: DetectionReport) { self.report = report }

  @MarkupBuilder var markup: Markup {
    element("p", ["class": "muted"]) {
      "Classifiers are trained to tell synthetic rows from real ones, and tested on rows they have not "
        + "seen. 50 % right is a guess; the score is 1 when they can only guess. Whiskers reach two "
        + "standard errors."
    }
    group("Tables alone", report.tables)
    if !report.parents.isEmpty {
      group("Tables with what their children add up to", report.parents)
    }
  }

  @MarkupBuilder private func group(_ title: String, _ tests: [DetectionTest]) -> Markup {
    let order = tests.enumerated().sorted {
      ($0.element.score ?? 2, $0.offset) < ($1.element.score ?? 2, $1.offset)
    }.map(\.element)
    fold(
      id: tests.first?.isAggregated == true ? "detection-parents" : "detection-tables",
      isOpen: true, title: Markup(text: title),
      facts: Markup(text: FigureText.count(tests.count, "test") + ", the worst first")
    ) {
      element("div", ["class": "grid columns"]) {
        for test in order.prefix(PageLimits.maps) { card(test) }
      }
      if order.count > PageLimits.maps {
        element("p", ["class": "small muted"]) {
          FigureText.count(order.count - PageLimits.maps) + " more are in the JSON."
        }
      }
    }
  }

  private func card(_ test: DetectionTest) -> Markup {
    element("div", ["class": "card"]) {
      element("div", ["class": "title"]) {
        element("h4") { name(test.table) }
        scoreFigure(test.score)
      }
      element("p", ["class": "type"]) {
        FigureText.count(test.rowsPerSide, "row") + " of each side"
      }
      if let error = test.error {
        element("p", ["class": "small"]) { error }
      } else {
        classifiers(test)
        if let trees = test.trees, trees.copyingPValue < Self.significance {
          element("p", ["class": "facts"]) {
            "Right less often than by guessing: synthetic rows repeat real ones."
          }
        }
        if let trees = test.trees, !test.giveaways.isEmpty {
          element("p", ["class": "facts"]) {
            trees.accuracy > 0.5 + 2 * trees.accuracyStandardError
              ? "What the trees go by:" : "What the trees tried to go by:"
          }
          giveaways(test)
        }
      }
    }
  }

  private func classifiers(_ test: DetectionTest) -> Markup {
    let rows = [
      ("boosted trees", test.trees, "ring"), ("logistic regression", test.logistic, "area"),
    ]
    return element("table") {
      element("caption", ["class": "hidden"]) { "Right answers of classifiers, \(test.table)" }
      element("thead") {
        element("tr") {
          element("th", ["scope": "col"]) { "classifier" }
          element("th", ["scope": "col"]) { "right answers" }
          element("th", ["scope": "col", "class": "number"]) { "AUC" }
        }
      }
      element("tbody") {
        for (title, scores, style) in rows {
          if let scores {
            element("tr") {
              element("th", ["scope": "row"]) { title }
              element("td") {
                guessScale(
                  scores.accuracy, standardError: scores.accuracyStandardError, style: style)
                percentFigure(scores.accuracy)
                " ± " + FigureText.percent(scores.accuracyStandardError)
              }
              element("td", ["class": "number"]) { scoreFigure(scores.auc) }
            }
          }
        }
      }
    }
  }

  private func giveaways(_ test: DetectionTest) -> Markup {
    LabelTable(
      sides: ["share"],
      rows: test.giveaways.prefix(Self.giveaways).map {
        LabelTable.Row(label: $0.name, shares: [$0.share])
      }, first: "feature", isPlain: true
    ).markup(caption: "What gives synthetic rows of \(test.table) away")
  }
}
