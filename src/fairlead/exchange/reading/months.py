"""Names of the months, long and short, in the common languages: without case and full stop.

Made from the names in Unicode's locale data. Croatian is left out: its *listopad* is Czech November.
"""

_NAMES = (
    "ene enero gen gennaio ian ianuarie jan janeiro januar januari january január januára janv janvier "
    "led leden ledna oca ocak sty styczeń stycznia tammi tammikuu tammikuuta ιαν ιανουάριοσ ιανουαρίου "
    "січ січень січня янв январь января яну януари",
    "feb febbraio febr febrero februar februari februarie february február februára fev fevereiro févr "
    "février helmi helmikuu helmikuuta lut lutego luty úno únor února şub şubat φεβ φεβρουάριοσ "
    "φεβρουαρίου лют лютий лютого фев февр февраль февраля февруари",
    "bře březen března maalis maaliskuu maaliskuuta maart mar marca march marec mars mart martie marts "
    "marzec marzo março mrt mrz márc március mär märz μάρ μάρτιοσ μαρ μαρτίου бер березень березня мар "
    "март марта",
    "abr abril apr april aprile aprilie apríl apríla avr avril dub duben dubna huhti huhtikuu "
    "huhtikuuta kwi kwiecień kwietnia nis nisan ápr április απρ απρίλιοσ απριλίου апр апрель апреля "
    "април квіт квітень квітня",
    "kvě květen května mag maggio mai maio maj maja may mayo mayıs mei máj mája május touko toukokuu "
    "toukokuuta μάι μάιοσ май мая трав травень травня",
    "cze czerwca czerwiec giu giugno haz haziran iun iunie juin jun june junho juni junij junio jún "
    "júna június kesä kesäkuu kesäkuuta červen června čvn ιουν ιουνίου ιούν ιούνιοσ июн июнь июня черв "
    "червень червня юни",
    "heinä heinäkuu heinäkuuta iul iulie juil juillet jul julho juli julij julio july júl júla július "
    "lip lipca lipiec lug luglio tem temmuz července červenec čvc ιουλ ιουλίου ιούλ ιούλιοσ июл июль "
    "июля лип липень липня юли",
    "ago agosto août aug august augusta augusti augustus augusztus avg avgust ağu ağustos elo elokuu "
    "elokuuta sie sierpień sierpnia srp srpen srpna αυγ αυγούστου αύγ αύγουστοσ авг август августа серп "
    "серпень серпня",
    "eyl eylül sep sept september septembra septembre septembrie septiembre set setembro settembre syys "
    "syyskuu syyskuuta szept szeptember wrz wrzesień września zář září σεπ σεπτέμβριοσ σεπτεμβρίου вер "
    "вересень вересня сент сентябрь сентября сеп септември",
    "eki ekim loka lokakuu lokakuuta oct october octobre octombrie octubre okt oktober október októbra "
    "ott ottobre out outubro paź październik października říj říjen října οκτ οκτωβρίου οκτώβριοσ жовт "
    "жовтень жовтня окт октомври октябрь октября",
    "kas kasım lis listopad listopada listopadu marras marraskuu marraskuuta noiembrie nov november "
    "novembra novembre novembro noviembre νοέ νοέμβριοσ νοε νοεμβρίου лист листопад листопада ное "
    "ноември нояб ноябрь ноября",
    "ara aralık dec december decembra decembrie des desember dez dezember dezembro dic dicembre "
    "diciembre déc décembre gru grudnia grudzień joulu joulukuu joulukuuta pro prosince prosinec δεκ "
    "δεκέμβριοσ δεκεμβρίου груд грудень грудня дек декабрь декабря декември",
)

MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
"""The number of a month by its name."""
