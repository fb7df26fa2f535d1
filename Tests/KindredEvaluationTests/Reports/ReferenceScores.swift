/// What SDMetrics 0.32 says about `ReferenceData`: names, score without thresholds, score with those of
/// today, and for pairs the correlation and the association in the real data; "-" for none.
enum ReferenceScores {
  static let text = """
    Column Shapes 0.70115776246 0.70115776246
      shop area KSComplement 0.597222222222 0.597222222222
      shop kind TVComplement 0.819444444444 0.819444444444
      shop opened KSComplement 0.597222222222 0.597222222222
      client age KSComplement 0.75 0.75
      client state TVComplement 0.5 0.5
      client empty KSComplement - -
      sale price KSComplement 0.771428571429 0.771428571429
      sale weight KSComplement 0.786111111111 0.786111111111
      sale one KSComplement 0.5 0.5
      sale tag TVComplement 0.655195704523 0.655195704523
      sale paid TVComplement 0.958333333333 0.958333333333
      sale day KSComplement 0.777777777778 0.777777777778
    Column Pair Trends 0.54720556227 0.637005075935
      shop area kind ContingencySimilarity 0.555555555556 0.555555555556 - 1.0
      shop area opened CorrelationSimilarity 1.0 1.0 -1.0 -
      shop kind opened ContingencySimilarity 0.555555555556 0.555555555556 - 1.0
      client age state ContingencySimilarity 0.0 0.0 - 0.894427191
      client age empty CorrelationSimilarity - - - -
      client state empty ContingencySimilarity 0.404761904762 - - -
      sale price weight CorrelationSimilarity 0.994890295631 0.994890295631 0.981714452506 -
      sale price one CorrelationSimilarity - - - -
      sale price tag ContingencySimilarity 0.4 0.4 - 0.703068670583
      sale price paid ContingencySimilarity 0.627777777778 0.627777777778 - 0.419795941475
      sale price day CorrelationSimilarity 0.999999858878 0.999999858878 0.999964900288 -
      sale weight one CorrelationSimilarity - - - -
      sale weight tag ContingencySimilarity 0.355555555556 0.355555555556 - 0.643465320781
      sale weight paid ContingencySimilarity 0.608333333333 0.608333333333 - 0.450376318026
      sale weight day CorrelationSimilarity 0.994509165978 0.994509165978 0.981248352691 -
      sale one tag ContingencySimilarity 0.0 - - -
      sale one paid ContingencySimilarity 0.0 - - -
      sale one day CorrelationSimilarity - - - -
      sale tag paid ContingencySimilarity 0.616666666667 - - 0.278580038062
      sale tag day ContingencySimilarity 0.494444444444 0.494444444444 - 0.641546577095
      sale paid day ContingencySimilarity 0.694444444444 0.694444444444 - 0.458670372248
    Cardinality 0.65753968254 0.65753968254
      sale shop town+number CardinalityShapeSimilarity 0.472222222222 0.472222222222
      sale client client CardinalityShapeSimilarity 0.842857142857 0.842857142857
    Intertable Trends 0.580874674234 0.579913421936
      sale shop town+number area price CorrelationSimilarity 0.923067632088 0.923067632088 0.957791452806 -
      sale shop town+number area weight CorrelationSimilarity 0.929548548215 0.929548548215 0.928550157952 -
      sale shop town+number area one CorrelationSimilarity - - - -
      sale shop town+number area tag ContingencySimilarity 0.430630630631 0.430630630631 - 0.521181385537
      sale shop town+number area paid ContingencySimilarity 0.517717717718 0.517717717718 - 0.349344271627
      sale shop town+number area day CorrelationSimilarity 0.916884572841 0.916884572841 0.958745969761 -
      sale shop town+number kind price ContingencySimilarity 0.590990990991 0.590990990991 - 0.79008916629
      sale shop town+number kind weight ContingencySimilarity 0.559159159159 0.559159159159 - 0.836426685924
      sale shop town+number kind one ContingencySimilarity 0.0 - - -
      sale shop town+number kind tag ContingencySimilarity 0.506906906907 0.506906906907 - 0.793062020539
      sale shop town+number kind paid ContingencySimilarity 0.771771771772 - - 0.098256365178
      sale shop town+number kind day ContingencySimilarity 0.64984984985 0.64984984985 - 0.943762819309
      sale shop town+number opened price CorrelationSimilarity 0.923067632088 0.923067632088 -0.957791452806 -
      sale shop town+number opened weight CorrelationSimilarity 0.929548548215 0.929548548215 -0.928550157952 -
      sale shop town+number opened one CorrelationSimilarity - - - -
      sale shop town+number opened tag ContingencySimilarity 0.421021021021 0.421021021021 - 0.551764845242
      sale shop town+number opened paid ContingencySimilarity 0.517717717718 0.517717717718 - 0.369593711526
      sale shop town+number opened day CorrelationSimilarity 0.916884572841 0.916884572841 -0.958745969761 -
      sale client client age price CorrelationSimilarity 0.922847652974 - 0.045162145244 -
      sale client client age weight CorrelationSimilarity 0.843986315312 - 0.184949408692 -
      sale client client age one CorrelationSimilarity - - - -
      sale client client age tag ContingencySimilarity 0.265389082462 0.265389082462 - 0.48332897943
      sale client client age paid ContingencySimilarity 0.358304297329 0.358304297329 - 0.695047414995
      sale client client age day CorrelationSimilarity 0.838572674815 - 0.167244842884 -
      sale client client state price ContingencySimilarity 0.286295005807 0.286295005807 - 0.448119449267
      sale client client state weight ContingencySimilarity 0.334494773519 0.334494773519 - 0.502454477998
      sale client client state one ContingencySimilarity 0.0 - - -
      sale client client state tag ContingencySimilarity 0.357142857143 - - 0.252642086415
      sale client client state paid ContingencySimilarity 0.333914053426 0.333914053426 - 0.418756066651
      sale client client state day ContingencySimilarity 0.2868757259 0.2868757259 - 0.503214222001
      sale client client empty price CorrelationSimilarity - - - -
      sale client client empty weight CorrelationSimilarity - - - -
      sale client client empty one CorrelationSimilarity - - - -
      sale client client empty tag ContingencySimilarity 0.631823461092 - - -
      sale client client empty paid ContingencySimilarity 0.880952380952 - - -
      sale client client empty day CorrelationSimilarity - - - -
    Data Validity 0.881405895692 0.881405895692
      shop town+number KeyUniqueness 1.0 1.0
      shop area BoundaryAdherence 0.888888888889 0.888888888889
      shop kind CategoryAdherence 1.0 1.0
      shop opened BoundaryAdherence 0.888888888889 0.888888888889
      client client KeyUniqueness 0.857142857143 0.857142857143
      client age BoundaryAdherence 0.833333333333 0.833333333333
      client state CategoryAdherence 1.0 1.0
      client empty BoundaryAdherence - -
      sale sale KeyUniqueness 0.975 0.975
      sale price BoundaryAdherence 0.771428571429 0.771428571429
      sale weight BoundaryAdherence 0.9 0.9
      sale one BoundaryAdherence 0.5 0.5
      sale tag CategoryAdherence 0.875 0.875
      sale paid CategoryAdherence 1.0 1.0
      sale day BoundaryAdherence 0.85 0.85
    Data Structure 0.806060606061 0.806060606061
      shop TableStructure 1.0 1.0
      client TableStructure 0.6 0.6
      sale TableStructure 0.818181818182 0.818181818182
    Relationship Validity 0.902132936508 0.902132936508
      sale shop town+number ReferentialIntegrity 0.925 0.925
      sale shop town+number CardinalityBoundaryAdherence 0.888888888889 0.888888888889
      sale client client ReferentialIntegrity 0.9375 0.9375
      sale client client CardinalityBoundaryAdherence 0.857142857143 0.857142857143
    Quality 0.621694420376 0.643903985718
    Diagnostic 0.863199812753 0.863199812753
    """
}
