/// Neutral words for made-up text.
enum PlainWords {
  static let all = WordList(
    """
    able about above across action active after again air all almost along already also always
    amount and animal answer any apple area around arrive as ask at away back balance ball bank
    base be because before begin behind below bench best better between big bird blue board boat
    body book both bottom box branch bread bridge bright bring broad brown build busy but by call
    calm can card care carry case center chair chance change check choose circle city class clean
    clear clock close cloud coast cold color come common cook cool copy corner count country course
    cover cross cup current cut daily dark day deep desk detail different dinner direct distance
    door down draw dream drive dry early earth east easy edge effect eight empty end enough enter
    equal even evening event every exact example fact fair family far farm fast field figure fill
    final find fine finish first fish five floor flow flower fold follow food for form forward four
    free fresh friend from front fruit full garden gate general gentle give glass go good grain
    grass great green ground group grow guide half hall hand happen hard harvest have head hear
    heat height help here high hill history hold home hour house how hundred idea in inside island
    it item join journey keep kind kitchen know lake land language large last late layer lead leaf
    learn leave left lemon length letter level light like line list little local long look low
    lunch main make many map march mark market matter may measure meet member method middle mile
    milk mind minute model moment month moon more morning most mountain move much music name narrow
    nature near need never new next nice night nine noon north note nothing number object ocean
    of offer office often old on once one only open or orange order other our out outside over page
    paint pair paper park part party pass past path pattern people perhaps period piece place plain
    plan plant plate play point pond practice present press price print process produce public
    quality quarter question quick quiet quite rain range rather reach read ready reason record red
    region remain report rest result return rice right ring rise river road rock room round row
    rule run sail salt same sand scale school sea season seat second see seed seem sense series
    serve set seven several shape share sheet shelf ship shore short show side sign silver simple
    since single six size sky slow small smooth snow so soft soil some song soon sort sound south
    space spring square stand star start station stay step still stone stop store story straight
    street strong study sugar summer sun sure surface table take talk tall task ten term test than
    that the then there thin thing think third this though three through time to today together top
    total touch toward town track trade train travel tree true try turn two type under unit until up
    upper use usual valley value very view village visit voice wait walk wall warm wash watch water
    way weather week well west wheel when where while white whole wide wild wind window winter with
    within wood word work world write yard year yellow yet young
    """)
}
