#include "pipeline/extract/doubt/doubt_lines.h"

#include "pipeline/extract/text/text.h"

#include <string.h>

#define LIST_END(list) ((list) + sizeof(list) / sizeof *(list))
#define S(text)                                                                                \
    {                                                                                          \
        (const uint8_t *)(text), sizeof(text) - 1                                              \
    }

static bool equals_nocase(struct ws_slice s, struct ws_slice lower)
{
    size_t i = 0;
    while (s.n == lower.n && i < s.n && ws_lower(s.p[i]) == lower.p[i])
        i++;
    return s.n == lower.n && i == s.n;
}

/* --- advertisements ------------------------------------------------------------------ */

#define LABEL_WORDS 5

static const struct ws_slice LABELS[] = {S("advertisement"),
                                         S("advertisements"),
                                         S("advertising"),
                                         S("advertisement - continue reading below"),
                                         S("story continues below"),
                                         S("story continues below advertisement"),
                                         S("article continues below"),
                                         S("article continues after advertisement"),
                                         S("sponsored"),
                                         S("sponsored content"),
                                         S("paid content"),
                                         S("anzeige"),
                                         S("werbung"),
                                         S("publicité"),
                                         S("publicidad"),
                                         S("publicidade"),
                                         S("pubblicità"),
                                         S("continua a leggere"),
                                         S("advertentie"),
                                         S("reklama"),
                                         S("reklam"),
                                         S("annons"),
                                         S("annonse"),
                                         S("mainos"),
                                         S("Реклама"),
                                         S("реклама"),
                                         S("РЕКЛАМА"),
                                         S("Διαφήμιση"),
                                         S("ΔΙΑΦΗΜΙΣΗ"),
                                         S("广告"),
                                         S("廣告"),
                                         S("広告"),
                                         S("광고"),
                                         S("إعلان"),
                                         S("פרסומת")};

/* Most short blocks are no label for their first byte. */
static bool may_be_label(struct ws_slice s)
{
    static const bool FIRST[256] = {
        ['a'] = true,  ['s'] = true,  ['p'] = true,  ['w'] = true,  ['c'] = true,
        ['r'] = true,  ['m'] = true,  [0xc3] = true, [0xd0] = true, [0xd1] = true,
        [0xce] = true, [0xe5] = true, [0xea] = true, [0xd8] = true, [0xd7] = true,
    };
    return s.n && FIRST[ws_lower(s.p[0])];
}

bool ws_is_ad_label(const struct ws_block *b)
{
    if (b->words > LABEL_WORDS || !may_be_label(b->text))
        return false;
    for (const struct ws_slice *l = LABELS; l < LIST_END(LABELS); l++)
        if (equals_nocase(b->text, *l))
            return true;
    return false;
}

/* --- ways to a page ------------------------------------------------------------------ */

static const struct ws_slice HOMES[] = {
    S("home"), S("homepage"), S("startseite"),    S("accueil"), S("inicio"),    S("início"),
    S("hem"),  S("hjem"),     S("strona główna"), S("Главная"), S("Головна"),   S("Αρχική"),
    S("首页"), S("首頁"),     S("ホーム"),        S("홈"),      S("ana sayfa"), S("الرئيسية")};
static const struct ws_slice SIGNS[] = {S("/"), S(">"), S("»"), S("›"), S("→")};

bool ws_is_breadcrumb(struct ws_slice s)
{
    for (const struct ws_slice *home = HOMES; home < LIST_END(HOMES); home++) {
        if (s.n <= home->n || !equals_nocase((struct ws_slice){s.p, home->n}, *home))
            continue;
        struct ws_slice rest = ws_trim_text((struct ws_slice){s.p + home->n, s.n - home->n});
        for (const struct ws_slice *sign = SIGNS; sign < LIST_END(SIGNS); sign++)
            if (rest.n > sign->n && ws_begins_with(rest, *sign))
                return true;
    }
    return false;
}

/* --- offers with a code -------------------------------------------------------------- */

#define COUPON_WORDS 60
#define CODE_BYTES   4  /* of a code at least */
#define NEAR_BYTES   24 /* before it in which a word for it stands */

/* Parts of words, in small letters. */
static const struct ws_slice CODE_WORDS[] = {
    S("code"),     S("coupon"), S("voucher"), S("gutschein"), S("código"), S("cupón"),
    S("cupom"),    S("codice"), S("kod "),    S("kodem "),    S("koden "), S("kód"),
    S("код"),      S("κωδικ"),  S("优惠码"),  S("折扣码"),    S("優惠碼"), S("コード"),
    S("クーポン"), S("코드"),   S("쿠폰"),    S("كود"),       S("קוד")};

static bool is_capital_or_digit(uint8_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Whether a share of less than all of it is spoken of. */
static bool has_discount(struct ws_slice s)
{
    for (size_t i = 1; i < s.n; i++) {
        size_t digits = 0, k = i - (i > 1 && s.p[i - 1] == ' '); /* "15 %" */
        while (s.p[i] == '%' && digits < k && s.p[k - 1 - digits] >= '0' &&
               s.p[k - 1 - digits] <= '9')
            digits++;
        if (digits == 1 || digits == 2)
            return true;
    }
    return false;
}

static bool has_code_word(struct ws_slice before)
{
    uint8_t lower[NEAR_BYTES];
    size_t n = before.n < NEAR_BYTES ? before.n : NEAR_BYTES;
    for (size_t i = 0; i < n; i++)
        lower[i] = ws_lower(before.p[before.n - n + i]);
    for (const struct ws_slice *w = CODE_WORDS; w < LIST_END(CODE_WORDS); w++)
        if (ws_bytes_before((struct ws_slice){lower, n}, *w) < n)
            return true;
    return false;
}

bool ws_is_coupon(const struct ws_block *b)
{
    struct ws_slice s = b->text;
    if (b->words > COUPON_WORDS || !memchr(s.p, '%', s.n) || !has_discount(s))
        return false;
    for (size_t i = 0, from = 0; i <= s.n; i++) {
        if (i < s.n && is_capital_or_digit(s.p[i]))
            continue;
        bool whole = i == s.n || !((s.p[i] | 0x20) >= 'a' && (s.p[i] | 0x20) <= 'z');
        if (whole && i - from >= CODE_BYTES && s.p[from] >= 'A' &&
            has_code_word((struct ws_slice){s.p, from}))
            return true;
        from = i + 1;
    }
    return false;
}

/* --- ways to share a page -------------------------------------------------------------- */

#define SHARE_WORDS 14 /* of such a row at most, ... */
#define SHARE_LEAST 2  /* ... and at least, beside numbers */
#define SHARE_BYTES 12 /* of a word at most */

/* By their first letter, between blanks. */
static const char *const SHARES[26] = {
    ['b' - 'a'] = " bluesky ",
    ['c' - 'a'] = " comentarios comment commentaires commenti comments compartilhar compartir condividi connect copy ",
    ['d' - 'a'] = " dela delen drucken ", ['e' - 'a'] = " email enviar envoyer ",
    ['f' - 'a'] = " facebook flipboard follow ", ['g' - 'a'] = " google ",
    ['i' - 'a'] = " imprimer imprimir instagram invia ", ['k' - 'a'] = " kommentare ",
    ['l' - 'a'] = " like likes line link linkedin ", ['m' - 'a'] = " mail mastodon merken messenger more ",
    ['p' - 'a'] = " partager pin pins pinterest plus pocket print ", ['r' - 'a'] = " reddit retweet ",
    ['s' - 'a'] = " save share shares skriv sms stampa ",
    ['t' - 'a'] = " teilen telegram threads tumblr tweet tweets twitter ", ['v' - 'a'] = " viber ",
    ['w' - 'a'] = " weibo whatsapp ", ['x' - 'a'] = " xing ", ['y' - 'a'] = " youtube ",
};

/* Whether the n letters at p are one of the words. */
static bool is_of_sharing(const uint8_t *p, size_t n)
{
    const char *const list = SHARES[ws_lower(*p) - 'a'];
    char key[SHARE_BYTES + 3] = " ";
    if (!list || n > SHARE_BYTES)
        return false;
    for (size_t i = 0; i < n; i++)
        key[i + 1] = (char)ws_lower(p[i]);
    key[n + 1] = ' ';
    return strstr(list, key) != NULL;
}

bool ws_is_share_row(const struct ws_block *b)
{
    const uint8_t *p = b->text.p, *const end = p + b->text.n;
    uint32_t words = 0;
    if (b->words < SHARE_LEAST || b->words > SHARE_WORDS)
        return false;
    while (p < end) {
        const uint8_t *from = p;
        while (p < end && ws_is_letter(*p))
            p++;
        if (p > from && !is_of_sharing(from, (size_t)(p - from)))
            return false;
        words += p > from;
        if (p < end && *p > ' ' && !ws_is_digit(*p) && !ws_is_letter(*p) && *p != '|' && *p != '/' && *p != '+')
            return false;
        p += p == from;
    }
    return words >= SHARE_LEAST;
}

/* --- rows of buttons ------------------------------------------------------------------- */

#define CONTROL_WORDS 8 /* of a row of buttons at most */

static uint32_t button_around(const struct ws_tree *t, uint32_t node, uint32_t top)
{
    while (node > top && t->nodes[node].tag != WS_TAG_BUTTON)
        node = t->nodes[node].parent;
    return node > top ? node : 0;
}

bool ws_is_controls(const struct ws_tree *t, const struct ws_blocks *blocks, const struct ws_block *b)
{
    if (b->words > CONTROL_WORDS || b->n_runs < 2 || b->button_chars < b->chars)
        return false;
    uint32_t last = 0, buttons = 0;
    for (uint32_t k = b->run; k < b->run + b->n_runs; k++) {
        const uint32_t button = button_around(t, blocks->runs[k].node, b->node);
        if (!button)
            return false;
        buttons += button != last;
        last = button;
    }
    return buttons > 1;
}

/* --- named as no part of the text ------------------------------------------------------ */

/* Of MediaWiki; of shops' taxes and shipping (Shopify, which gives them a class of its descriptions as well). */
static const struct ws_slice NOTE_NAMES[] = {S("printfooter"), S("sitesub"), S("noprint"), S("product__tax"),
                                             S("product__policies"), S("product-single__policies")};
static const struct ws_slice HIDDEN_CODE[] = {S("hidden")};

/* Whether the element of a block has one of the names. */
static bool has_name(const struct ws_tree *t, const struct ws_block *b, const struct ws_slice *names, size_t n)
{
    static const enum ws_attr_name READ[] = {WS_ATTR_CLASS, WS_ATTR_ID};
    for (size_t a = 0; t->nodes[b->node].n && a < sizeof READ / sizeof *READ; a++) {
        struct ws_slice value = ws_node_attr(t, b->node, READ[a]);
        for (size_t i = 0, from = 0; i <= value.n; i++) {
            if (i < value.n && value.p[i] > ' ')
                continue;
            for (const struct ws_slice *name = names; name < names + n; name++)
                if (equals_nocase((struct ws_slice){value.p + from, i - from}, *name))
                    return true;
            from = i + 1;
        }
    }
    return false;
}

bool ws_is_page_note(const struct ws_tree *t, const struct ws_block *b)
{
    return has_name(t, b, NOTE_NAMES, sizeof NOTE_NAMES / sizeof *NOTE_NAMES);
}

bool ws_is_hidden_code(const struct ws_tree *t, const struct ws_block *b)
{
    return b->pre && has_name(t, b, HIDDEN_CODE, 1);
}
