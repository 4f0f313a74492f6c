#include "pipeline/extract/lexicon.h"

#include "pipeline/extract/text.h"

#include <string.h>

struct marks {
    uint32_t mask;
    const char *words; /* separated by blanks */
};

static const struct marks MARKUP[] = {
    {WS_MARK_CONTENT,
     "article articles articlebody articlecontent articletext entry post content contents contenttext "
     "story storybody storytext body text textbody main maincontent blog hentry news newstext detail "
     "details page paragraph prose richtext wysiwyg markdown document node field copy reviewbody "
     "description product recipe instructions ingredients lead intro standfirst summary abstract "
     "artikel inhalt beitrag haupttext contenido noticia nota cuerpo texto articulo contenu texte "
     "corps artigo conteudo materia articolo testo tresc tekst artykul zhengwen neirong arti"},
    {WS_MARK_COMMENT,
     "comment comments commentlist commentary commenter commentbody commentform disqus respond reply "
     "replies reactions kommentar kommentare comentarios commentaires komentarze livefyre echo "
     "discussion feedback pinglist pingback pingbacks trackback trackbacks"},
    {WS_MARK_NAV,
     "nav navbar navigation navi navigate menu menus submenu megamenu dropdown breadcrumb breadcrumbs "
     "crumb crumbs breadcrumblist pagination paginate pager paging pages pagenav toc tabs tab tablist "
     "menubar menuitem skip skiplink skiplinks sitemap hamburger topnav subnav mainnav sidenav "
     "toggle accordion steps next prev previous jump quicklinks"},
    {WS_MARK_HEADER,
     "header masthead topbar top banner logo branding brand tagline ticker breaking navbar "
     "sitename kopf topheader headerbar"},
    {WS_MARK_FOOTER,
     "footer foot bottom copyright copyrights legal colophon disclaimer contentinfo fuss footnotes "
     "foottext imprint impressum"},
    {WS_MARK_SIDE,
     "sidebar sidebars side aside rail widget widgets widgettitle secondary tertiary complementary "
     "rightcol leftcol rightcolumn leftcolumn leftbar rightbar sidebox infobox factbox gadget module "
     "box boxes panel extra extras"},
    {WS_MARK_RELATED,
     "related relatedposts relatedlinks relatedarticles relatedcontent relatednews recommended "
     "recommend recommendation recommendations recent popular trending latest similar teaser teasers "
     "promo promos promoted carousel slider slideshow mostread mostpopular most more readmore morelinks "
     "also headlines topics ranking hot tagcloud archives archive upsell crosssell suggested "
     "suggestions you might further linklist links link newslist outbrain taboola zergnet "
     "nrelate revcontent mgid featured highlights yarpp blogroll xiangguan tuijian"},
    {WS_MARK_SHARE,
     "share sharing shares sharebar sharebox sharetools social socialmedia facebook twitter addthis "
     "addtoany sharedaddy follow followus like likes tweet tweetmeme linkedin pinterest pinit whatsapp "
     "reddit digg delicious stumbleupon googleplus gplus weibo wechat qq vk bookmark bookmarks email "
     "print printer tool tools toolbar toolbox utility utilities button buttons btn btns icon icons "
     "rating ratings vote votes rate actions action controls fenxiang bdsharebuttonbox"},
    {WS_MARK_AD,
     "ad ads adv advert adverts advertisement advertising adsense adbox adslot adunit adsbygoogle adwrap "
     "sponsor sponsors sponsored dfp gpt banners bannerad anzeige werbung publicidad publicite reklama "
     "skyscraper leaderboard mpu affiliate commercial googlead guanggao"},
    {WS_MARK_META,
     "byline author authors meta metadata date dates datetime time timestamp posted published pubdate "
     "updated dateline tag tags category categories cat postmeta postinfo entrymeta info infos source "
     "postedon dates views reading readtime edited editor publisher section kicker label labels "
     "autor datum fecha keywords laiyuan shijian"},
    {WS_MARK_CAPTION,
     "caption captions cutline figcaption credit credits photocredit imagecaption "
     "piccaption photo image picture media gallery thumb thumbnail thumbnails"},
    {WS_MARK_APPEAL,
     "newsletter newsletters subscribe subscribed subscriber subscription subscriptions signup "
     "donate donation donations donor appeal fundraiser fundraising paywall regwall cookie cookies "
     "consent gdpr ccpa privacy popup popups modal modals overlay overlays dialog lightbox login logon "
     "signin register registration membership member join republish republishing repub cta callout "
     "alert alerts notice notification notifications support unsupported browser browserupgrade "
     "optin mailchimp mailing form forms search searchform searchbox offer offers coupon survey poll "
     "quiz contest app apps download"},
    {WS_MARK_AUTHOR,
     "bio authorbio authorbox authorinfo aboutauthor about profile avatar vcard contributor "
     "contributors biography gravatar"},
    {WS_MARK_HIDDEN,
     "hidden hide invisible sr screen visuallyhidden offscreen noprint noscript nodisplay collapse "
     "collapsed tooltip hint placeholder loading loader skeleton"},
    {WS_MARK_TITLE,
     "title titles headline heading subtitle subhead subheadline deck dek articletitle posttitle "
     "entrytitle pagetitle biaoti"},
    {WS_MARK_FORUM,
     "forum thread threads topic message messages postbody postcontent posttext bbcode vbulletin phpbb "
     "answer answers question qa messagetext postmessage"},
};

/* Words by which an appeal speaks; a report does so in quotations only. */
static const char YOU[] = "you your yours yourself please sie ihr ihre ihren ihrem bitte du dein deine vous "
                          "votre vos veuillez usted ustedes su tus por favor você seu sua voi vostro vostra "
                          "prosimy twój twoje państwo вы вас вам ваш ваша ваше ваши пожалуйста σας παρακαλούμε "
                          "您 你 请 請 あなた";
static const char WE[] = "we our ours us i my me wir unser unsere unseren uns nous notre nos nosotros nuestro "
                         "nuestra nuestros nós nosso nossa noi nostro nostra nasz nasze nam мы нас нам наш "
                         "наша наше наши μας 我";

struct cue_list {
    size_t kind; /* offset in struct ws_cues */
    const char *const *phrases;
};

static const char *const LEGAL[] = {
    "all rights reserved", "copyright", "©", "(c) 19", "(c) 20", "terms of use", "terms of service",
    "terms and conditions", "privacy policy", "cookie policy", "we use cookies", "uses cookies",
    "this site uses", "our use of cookies", "registered trademark", "may not be published, broadcast",
    "may not be reproduced", "without permission", "powered by", "alle rechte vorbehalten", "datenschutz",
    "impressum", "verwendet cookies", "verwenden cookies", "tous droits réservés", "mentions légales",
    "politique de confidentialité", "utilise des cookies", "todos los derechos reservados",
    "política de privacidad", "utiliza cookies", "todos os direitos reservados", "tutti i diritti riservati",
    "wszelkie prawa zastrzeżone", "pliki cookies", "plików cookies", "все права защищены",
    "перепечатка", "με την επιφύλαξη", "all rights of", "版权所有", "版權所有", "未经授权", "禁止转载",
    "转载请注明", "责任编辑", "备案", "著作権", "無断転載", "コピーライト", NULL};

static const char *const APPEAL[] = {
    "subscribe", "newsletter", "sign up", "signup", "sign in", "log in", "login", "create an account",
    "register now", "your email address", "enter your email", "your inbox", "donate", "donation",
    "tax-deductible", "tax deductible", "every dollar", "every contribution", "matching grant",
    "matching gift", "matched dollar", "match your", "before midnight", "by midnight", "a month, ",
    "as little as", "if you can", "if you are able", "your gift", "your contribution", "contribute",
    "paywall", "pledge", "goal of $", "raise $", "fundraiser", "fundraising", "make a gift", "chip in",
    "support our work", "support us", "become a member", "become a monthly", "monthly donor",
    "reader-supported", "readers like you", "your support", "republish this", "republish our",
    "creative commons", "copy and paste", "embed code", "follow us on", "like us on", "join us on",
    "find us on", "download our app", "download the app", "get the app", "don't support internet explorer",
    "please use chrome", "supported browser", "enable javascript", "javascript is disabled",
    "javascript is required", "turn on javascript", "upgrade your browser", "update your browser",
    "adblock", "ad blocker", "advertisement", "continue reading below", "click here to",
    "contact us", "call us today", "free shipping", "add to cart", "to your basket", "buy now",
    "add to wishlist", "abonnieren", "anmelden", "jetzt registrieren", "spenden", "folgen sie uns",
    "abonnez-vous", "inscrivez-vous", "connectez-vous", "suivez-nous", "faire un don", "suscríbete",
    "suscribirse", "iniciar sesión", "síguenos", "regístrate", "assine", "inscreva-se", "iscriviti",
    "accedi", "zaloguj", "zarejestruj", "zapisz się", "подпишитесь", "подписаться", "войти",
    "зарегистрир", "εγγραφ", "σύνδεση", "订阅", "登录", "注册", "关注我们", "扫一扫", "扫描二维码", "微信",
    "ログイン", "会員登録", NULL};

static const char *const LINKING[] = {
    "read more", "read also", "also read", "see also", "more from", "more on this", "more stories",
    "more news", "related articles", "related stories", "related posts", "related content",
    "related topics", "related links", "related news", "you may also like", "you might also like",
    "recommended for you", "most popular", "most read", "trending now", "latest news", "recent posts",
    "share this", "share on", "share via", "tweet this", "email this", "print this", "send to a friend",
    "previous article", "next article", "previous post", "next post", "back to top", "skip to",
    "leave a comment", "leave a reply", "post a comment", "add a comment", "view comments",
    "show comments", "comments are closed", "filed under", "tagged with", "posted in", "tags:",
    "permalink", "click to share", "view all", "see all", "load more", "show more", "learn more",
    "weiterlesen", "mehr zum thema", "lesen sie auch", "kommentar schreiben", "artikel teilen",
    "drucken", "lire aussi", "lire la suite", "à lire aussi", "partager", "voir aussi", "imprimer",
    "leer más", "lee también", "compartir", "te puede interesar", "leia também", "leia mais",
    "compartilhar", "leggi anche", "condividi", "czytaj także", "czytaj też", "zobacz także", "udostępnij",
    "читайте также", "читать далее", "по теме", "поделиться", "комментари", "διαβάστε επίσης",
    "σχετικά άρθρα", "相关新闻", "相关阅读", "相关报道", "推荐阅读", "热门", "上一篇", "下一篇", "分享到",
    "发表评论", "网友评论", "点击查看", "关连", "関連記事", "もっと見る", NULL};

static const char *const BYLINE[] = {
    "posted by", "posted on", "posted at", "published on", "published at", "published:", "updated:",
    "last updated", "last modified", "updated on", "written by", "photo by", "photograph by",
    "photo:", "image:", "image credit", "getty images", "photo credit", "min read", "minute read",
    "views", "veröffentlicht", "aktualisiert", "publié le", "mis à jour", "publicado", "actualizado",
    "aggiornato", "pubblicato", "opublikowano", "aktualizacja", "опубликовано", "обновлено", "来源：",
    "来源:", "作者：", "作者:", "编辑：", "编辑:", "发布时间", "时间：", "浏览", "责编", NULL};

static const struct cue_list CUES[] = {
    {offsetof(struct ws_cues, legal), LEGAL},
    {offsetof(struct ws_cues, appeal), APPEAL},
    {offsetof(struct ws_cues, link), LINKING},
    {offsetof(struct ws_cues, byline), BYLINE},
};

#define MARK_SLOTS 2048 /* power of two, at most a third full */
#define CUE_SLOTS  2048
#define PERSON_SLOTS 512

struct cue {
    const char *phrase; /* NULL: free slot */
    size_t n;
    size_t kind;
};

static struct {
    uint32_t hash[MARK_SLOTS]; /* 0: free */
    uint32_t mask[MARK_SLOTS];
    uint32_t person[PERSON_SLOTS]; /* hash of a YOU or WE word, 0: free */
    bool person_we[PERSON_SLOTS];
    struct cue cue[CUE_SLOTS];
    uint8_t cue_start[1 << 16]; /* first two bytes of some phrase */
} lex;

static void add_mark(uint32_t mask, const char *word, size_t n)
{
    uint32_t h = ws_word_hash((const uint8_t *)word, n);
    uint32_t i = h % MARK_SLOTS;
    while (lex.hash[i] && lex.hash[i] != h)
        i = (i + 1) % MARK_SLOTS;
    lex.hash[i] = h;
    lex.mask[i] |= mask;
}

static uint32_t cue_slot(const uint8_t *p)
{
    /* the first three bytes: no phrase is shorter, except the copyright sign, which gets a blank */
    return (p[0] * 31u * 31u + p[1] * 31u + p[2]) % CUE_SLOTS;
}

static void add_cue(const char *phrase, size_t kind)
{
    size_t n = strlen(phrase);
    const uint8_t *p = (const uint8_t *)phrase;
    uint32_t i = cue_slot((uint8_t[]){p[0], p[1], n > 2 ? p[2] : ' '});
    while (lex.cue[i].phrase)
        i = (i + 1) % CUE_SLOTS;
    lex.cue[i] = (struct cue){phrase, n, kind};
    lex.cue_start[p[0] << 8 | p[1]] = 1;
}

static void add_person(const char *word, size_t n, bool we)
{
    uint32_t h = ws_word_hash((const uint8_t *)word, n);
    uint32_t i = h % PERSON_SLOTS;
    while (lex.person[i])
        i = (i + 1) % PERSON_SLOTS;
    lex.person[i] = h;
    lex.person_we[i] = we;
}

static void add_persons(const char *words, bool we)
{
    for (const char *w = words; *w;) {
        size_t n = strcspn(w, " ");
        add_person(w, n, we);
        w += n + strspn(w + n, " ");
    }
}

void ws_lexicon_init(void)
{
    memset(&lex, 0, sizeof lex);
    for (size_t i = 0; i < sizeof MARKUP / sizeof MARKUP[0]; i++)
        for (const char *w = MARKUP[i].words; *w;) {
            size_t n = strcspn(w, " ");
            add_mark(MARKUP[i].mask, w, n);
            w += n + strspn(w + n, " ");
        }
    for (size_t k = 0; k < sizeof CUES / sizeof CUES[0]; k++)
        for (const char *const *p = CUES[k].phrases; *p; p++)
            add_cue(*p, CUES[k].kind);
    add_persons(YOU, false);
    add_persons(WE, true);
}

static uint32_t mark_of(const uint8_t *p, size_t n)
{
    uint32_t h = ws_word_hash(p, n);
    for (uint32_t i = h % MARK_SLOTS; lex.hash[i]; i = (i + 1) % MARK_SLOTS)
        if (lex.hash[i] == h)
            return lex.mask[i];
    return 0;
}

/* Words are runs of letters; a capital behind a small letter starts one, too ("sideBar"). */
uint32_t ws_lexicon_markup(struct ws_slice value)
{
    uint32_t mask = 0;
    size_t n = value.n < 300 ? value.n : 300;
    for (size_t i = 0; i < n;) {
        size_t from = i;
        while (i < n && ((value.p[i] | 0x20) >= 'a' && (value.p[i] | 0x20) <= 'z')) {
            i++;
            if (i < n && value.p[i - 1] >= 'a' && value.p[i] >= 'A' && value.p[i] <= 'Z')
                break;
        }
        if (i - from > 1)
            mask |= mark_of(value.p + from, i - from);
        if (i == from)
            i++;
    }
    return mask;
}

static bool starts_with_nocase(const uint8_t *p, size_t n, const char *lower, size_t len)
{
    if (n < len)
        return false;
    for (size_t i = 0; i < len; i++)
        if (ws_lower(p[i]) != (uint8_t)lower[i])
            return false;
    return true;
}

static void match_at(const uint8_t *p, size_t n, struct ws_cues *cues)
{
    uint8_t key[3] = {ws_lower(p[0]), ws_lower(p[1]), n > 2 ? ws_lower(p[2]) : ' '};
    if (!lex.cue_start[key[0] << 8 | key[1]])
        return;
    for (uint32_t i = cue_slot(key); lex.cue[i].phrase; i = (i + 1) % CUE_SLOTS)
        if (starts_with_nocase(p, n, lex.cue[i].phrase, lex.cue[i].n)) {
            uint16_t *count = (uint16_t *)((uint8_t *)cues + lex.cue[i].kind);
            *count = (uint16_t)(*count + (*count < UINT16_MAX));
        }
}

static bool count_person(void *ctx, const uint8_t *p, size_t n)
{
    struct ws_cues *cues = ctx;
    uint32_t h = ws_word_hash(p, n);
    for (uint32_t i = h % PERSON_SLOTS; lex.person[i]; i = (i + 1) % PERSON_SLOTS)
        if (lex.person[i] == h) {
            uint16_t *count = lex.person_we[i] ? &cues->we : &cues->you;
            *count = (uint16_t)(*count + (*count < UINT16_MAX));
            break;
        }
    return true;
}

/* Quotation marks of many languages: the first that opens is closed by any that may close. */
static bool toggles_quote(uint32_t c, bool open)
{
    switch (c) {
    case '"': return true;
    case 0x201c: return true; /* opens in English, closes in German */
    case 0x201e: case 0xab: case 0x300c: return !open;
    case 0x201d: case 0xbb: case 0x300d: return open;
    default: return false;
    }
}

static void count_persons(struct ws_slice text, struct ws_cues *cues)
{
    bool open = false;
    const uint8_t *from = text.p, *end = text.p + text.n;
    for (const uint8_t *p = from; p < end;) {
        const uint8_t *at = p;
        if (!toggles_quote(ws_utf8_next(&p, end), open))
            continue;
        if (!open)
            ws_each_word((struct ws_slice){from, (size_t)(at - from)}, count_person, cues);
        open = !open;
        from = p;
    }
    if (!open)
        ws_each_word((struct ws_slice){from, (size_t)(end - from)}, count_person, cues);
}

void ws_lexicon_cues(struct ws_slice text, struct ws_cues *cues)
{
    *cues = (struct ws_cues){0};
    for (size_t i = 0; i + 1 < text.n; i++) {
        /* a phrase starts where a word starts; in scripts without blanks, anywhere */
        uint8_t before = i ? text.p[i - 1] : ' ';
        bool inside = (ws_lower(before) >= 'a' && ws_lower(before) <= 'z') &&
                      (ws_lower(text.p[i]) >= 'a' && ws_lower(text.p[i]) <= 'z');
        if (!inside && (text.p[i] & 0xc0) != 0x80)
            match_at(text.p + i, text.n - i, cues);
    }
    count_persons(text, cues);
}
