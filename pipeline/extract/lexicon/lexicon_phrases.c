#include "pipeline/extract/lexicon/lexicon_phrases.h"

#include "pipeline/extract/lexicon/lexicon.h"
#include "pipeline/extract/lexicon/lexicon_lists.h"

/* Words that are common in another language of the lists mean nothing and are left out: French "du", Spanish
 * "su", Polish "i". "US" is a country. */
const char ws_words_you[] =
    "you your yours yourself please =Sie =Ihr =Ihre =Ihren =Ihrem =Ihrer =Ihnen bitte dein deine deinen dich dir "
    "euch euer eure vous votre vos veuillez usted ustedes tus tuyo você vocês voi vostro vostra vostri tuo tua "
    "jouw jullie uw twój twoja twoje państwo państwa państwu wasz wasze dig dina vás vám váš vaše vaši prosíme "
    "prosimy вы вас вам вами ваш ваша ваше ваши вашу вашей вашим пожалуйста ви вашого вашої ваші σας σου εσείς "
    "εσάς παρακαλούμε siz sizin size sizi 您 你 请 請 여러분 여러분의 여러분이 당신 당신의 أنت أنتم לכם שלכם אתכם "
    "आप आपका आपके आपकी आपको bạn =Anda anda kamu önt önnek önök titeket neked nektek dumneavoastră voastră вашия "
    "вашата вашето vaša vašu vašo คุณ شما আপনার আপনি";
const char ws_words_we[] =
    "we our ours =us =I my me wir unser unsere unseren unserer unserem uns mein meine ich nous notre nosotros "
    "nuestro nuestra nuestros nuestras nós nosso nossa nossos nossas noi nostro nostra nostri nostre wij onze ons "
    "nasz nasze nasza naszych naszej naszego nam oss vår vårt våra nám náš naše našeho našich мы нас нам наш наша "
    "наше наши наших нашу нашей нашего нами ми нашого нашої наші μας εμείς biz bizim bize bizi 我 우리 우리는 우리의 "
    "저희 저희는 저희의 نحن אנחנו שלנו אנו "
    "हम हमें हमारा हमारे हमारी kami minket nekünk bennünket lapunk noastră nostru noștri нашия нашата нашето "
    "naša našu naši เรา ما আমাদের আমরা";

const char ws_words_they[] =
    "she he herself himself elle ils elles ella ellos él ela eles lei hij zij hon han ona on jego jej он она они "
    "його він вона вони αυτός αυτή αυτοί 他 她 他们 她们 他們 彼 彼女 그는 그녀는 הוא היא הם";

/* clang-format off */

/* --- weak: also said of others, telling only together ------------------------------------------- */

static const char *const PRESS[] = {
    "наши тексты",
    "readers ", "reader ", "our reporter", "our reporting", "our journalis", "our newsroom", "our coverage",
    "our stories", "our staff", "our editors", "journalism", "newsroom", "nonprofit", "advertising",
    "advertisers", "billionaire", "donors", "supporters", "membership", "gift ", "gifts ", "generosity",
    "foundation grants", "campaign ends", "this publication", "this website", "this site", "this page",
    "this story", "our site", "our website", "leserinnen", "leser ", "redaktion", "werbefrei", "lecteurs",
    "lectrices", "rédaction", "lectores", "lectoras", "periodismo", "redacción", "anunciantes", "leitores",
    "jornalismo", "redação", "apoiadores", "lettori", "giornalismo", "redazione", "sostenitori", "lezers",
    "journalistiek", "redactie", "czytelni", "dziennikarstw", "redakcj", "darczyńc", "читател", "журналистик",
    "редакци", "читачі", "журналістик", "αναγνώστ", "δημοσιογραφία", "läsare", "journalistik", "čtenář",
    "redakce", "okurlar", "gazetecilik", "读者", "讀者", "新闻工作", "編集部", "読者", "本站", "本网", "当サイト", "독자", "언론",
    "القراء", "الصحافة", "קוראים", "עיתונות",
    /* en */ "independent journalism", "quality journalism",
    /* de */ "unabhängiger journal", "unsere redaktion", "unsere recherche", "unsere leser", "unsere texte",
    /* fr */ "notre rédaction", "notre journal", "nos lecteurs", "nos abonnés", "nos journalistes",
    /* es */ "nuestra redacción", "nuestros lectores", "nuestros suscript", "nuestros periodistas",
    /* pt */ "nossa redação", "nossos leitores", "nossos assinantes", "nosso jornalismo", "nossos repórteres",
    /* it */ "nostra redazione", "nostri lettori", "nostri abbonati", "nostri giornalisti", "nostro giornale",
    /* nl */ "onze redactie", "onze lezers", "onze abonnees", "onze journalist",
    /* sv */ "vår redaktion", "vår journalist", "våra läsare", "våra prenum", "våra reportrar", NULL};

static const char *const URGENT[] = {
    "deadline", "our goal", "running out", "time is short", "do konce * zbývá", "midnight", "tonight",
    "time is running", "before it's too", "hours left", "days left", "last chance", "final hours", "final days",
    "final push", "end of the month", "end of the year", "this week only", "only until", "runs until",
    "runs through", "behind our", "short of our", "short of the", "away from our", "of the goal",
    "left to raise", "still short", "still missing", "until friday", "by friday", "until sunday", "by sunday",
    "until tuesday", "by tuesday", "until thursday", "by thursday", "until monday", "by monday", "mitternacht",
    "noch heute", "bis sonntag", "bis freitag", "fehlen noch", "fehlen uns", "unser ziel", "minuit",
    "il nous manque", "notre objectif", "medianoche", "nos faltan", "nuestra meta", "nuestro objetivo",
    "meia-noite", "até sexta", "faltam", "nossa meta", "mezzanotte", "entro domenica", "il nostro obiettivo",
    "middernacht", "voor zondag", "ons doel", "północ", "brakuje nam", "nasz cel", "полуноч", "не хватает",
    "наша цель", "опівноч", "залишилося", "бракує", "μεσάνυχτα", "λείπουν", "ο στόχος μας", "midnatt",
    "före söndag", "vårt mål", "půlnoc", "zbývá", "chybí nám", "gece yarısı", "hedefimiz", "sonuna kadar", "截止",
    "午夜", "还差", "深夜0時", "締め切り", "まで残り", "目標", "자정", "마감", "목표", "منتصف الليل", "قبل نهاية", "هدفنا", "חצות",
    "עד סוף", "היעד שלנו", NULL};

static const char *const MONEY[] = {
    "dollars", "bucks", "pounds", "a month", "per month", "euros", "im monat", "pro monat", "par mois",
    "al mes", "por mês", "per maand", "złot", "miesięcznie", "рубл", "гривен", "в месяц", "ежемесячн",
    "на місяць", "щомісячн", "ευρώ", "τον μήνα", "το μήνα", "kronor", "korun", "měsíčně", "i månad", "lira",
    "aylık", "ayda ", "美元", "万元", "每月", "月額", "万円", "달러", "만 원", "매달", "دولار", "شهريا", "يورو", "שקל", "לחודש",
    "דולר",
    /* several */ "euro ", NULL};
/* clang-format on */

#define KIND(field, list) {offsetof(struct ws_cues, field), list}
const struct ws_phrases ws_phrases[] = {
    KIND(legal, ws_legal_phrases),
    KIND(link, ws_linking_phrases),
    KIND(byline, ws_byline_phrases),
    KIND(author, ws_author_phrases),
    KIND(give, ws_give_phrases),
    KIND(appeal, ws_subscribe_phrases),
    KIND(appeal, ws_follow_phrases),
    KIND(appeal, ws_republish_phrases),
    KIND(appeal, ws_trade_phrases),
    KIND(appeal, ws_notice_phrases),
    KIND(appeal, ws_contact_phrases),
    KIND(press, PRESS),
    KIND(urgent, URGENT),
    KIND(money, MONEY),
    KIND(link, ws_world_linking),
    KIND(legal, ws_world_legal),
    KIND(author, ws_world_author),
    KIND(give, ws_world_give),
    KIND(appeal, ws_world_subscribe),
    KIND(appeal, ws_world_follow),
    KIND(appeal, ws_world_contact),
    KIND(appeal, ws_world_trade),
    KIND(appeal, ws_world_notice),
    KIND(appeal, ws_world_republish),
    KIND(legal, ws_desk_legal),
    KIND(appeal, ws_desk_contact),
    KIND(appeal, ws_desk_follow),
    KIND(appeal, ws_desk_subscribe),
    KIND(give, ws_desk_give),
    KIND(author, ws_desk_author),
    KIND(appeal, ws_desk_trade),
    KIND(link, ws_desk_linking),
    KIND(late.appeal, ws_late_appeal),
    KIND(late.author, ws_late_author),
    KIND(late.link, ws_late_linking),
    KIND(late.legal, ws_late_legal),
};
const size_t ws_phrases_count = sizeof ws_phrases / sizeof ws_phrases[0];
