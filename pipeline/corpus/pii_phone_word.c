#include "pipeline/corpus/pii_phone.h"
#include "pipeline/extract/text/text.h"

#include <string.h>

/* "call us on our hotline:" has its word in front of the number, "call Jim Smith at" has
 * not. */
#define WORDS_MAX 5

/* clang-format off */
static const char LABELS[] =
    "tel\ntelefon\ntelefono\ntelefone\ntelephone\ntelephones\ntelephon\nphone\nphones\nph\n"
    "fax\ntelefax\nfaks\nfaxes\nmobile\nmobil\nmobiel\nmob\nmovil\nmóvil\ncell\ncellphone\n"
    "cellulare\ncelular\ncelulares\ncel\nhandy\nhotline\nhotlines\nhelpline\ninfoline\n"
    "infotelefon\nfon\nfono\ngsm\nwhatsapp\nwhats\nviber\nsms\ncall\ncalling\nphoning\n"
    "dial\nring\ntlf\ntlph\nfoon\ntelefoon\ntelefonnummer\ntelefoonnummer\nrufnummer\n"
    "rufnr\ntelefonnr\ntelnr\nmobilnummer\nfaxnummer\nfaxnr\nservicetelefon\nservicenummer\n"
    "bestellhotline\ntelefoni\ntelefonisch\ntelefonico\ntelefónico\nteléfono\nteléfonos\n"
    "telefones\ntél\ntélé\ntéléphone\ntéléfax\ntélécopie\nfijo\npuhelin\npuh\ntelp\ntelpon\n"
    "telepon\nponsel\ntelefonu\ntelefonszám\ntelefonon\nkomórka\nkom\ntelefonicznie\n"
    "infolinia\ninfolinka\ninfolinii\nlinka\ntelefonem\ntty\ntdd\npager\nvoicemail\nтел\n"
    "телефон\nтелефона\nтелефоны\nтелефону\nтелефонам\nтелефоном\nфакс\nтелефакс\nмоб\n"
    "мобильный\nзвоните\nмобільний\nτηλ\nτηλέφωνο\nτηλεφωνο\nφαξ\nκιν\nκινητό\nđt\nđtdđ\n"
    "thoại\nsđt\nهاتف\nالهاتف\nفاكس\nتلفون\nجوال\nموبايل\nت\nטלפון\nטל\nפקס\nנייד\nโทร\n"
    "โทรศัพท์\nโทรสาร\nแฟกซ์\n电话\n電話\n手机\n手機\n传真\n傳真\n热线\n熱線\n客服\n致电\n電話番号\nファックス\nフリーダイヤル\n"
    "携帯\n전화\n전화번호\n팩스\n휴대폰\n핸드폰\n연락처\n문의\nफोन\nमोबाइल\nफ़ोन\nফোন\nমোবাইল\n";

static const char OTHERS[] =
    "isbn\nissn\nismn\ndoi\npmid\narxiv\nean\ngtin\nupc\nasin\nsku\noem\nid\nuid\nref\n"
    "reference\norder\nordernr\nitem\nmodel\nmodell\npart\npartnumber\nserial\n"
    "seriennummer\narticle\nart\nartikel\nartikelnummer\nbestellnummer\nteilenummer\n"
    "product\ncode\nzip\npatent\nversion\nbuild\ninvoice\nrechnung\naccount\nacct\nkonto\n"
    "kontonummer\nkto\nblz\niban\nbic\nvat\nust\nsteuernummer\nhrb\nhra\nsiret\nsiren\nrcs\n"
    "nip\nregon\nkrs\nkvk\nbtw\ncnpj\ncpf\ncif\nnif\nabn\nacn\nico\nič\ničo\ndič\nинн\nкпп\n"
    "огрн\nбик\nсчет\nгост\nокпо\ncase\ndocket\nlccn\noclc\nbarcode\nversione\nversión\n"
    "grant\naward\nlicense\nlicence\nregistration\nvol\nvolume\npp\npages\n统一书号\n书号\n编号\n"
    "学号\n身份证\n号码\n";

/* "ISBN no. 3 ...", but not "the code at (555) ...". */
static const char NUMBER[] = "no\nnr\nnum\nnumber\nnumbers\nnummer\nnumero\nnúmero\nnuméro\nnumer\nis\n";

/* Between a label and its number. */
static const char BETWEEN[] =
    "no\nnr\nnum\nnumber\nnumbers\nnumero\nnúmero\nnuméro\nnumer\nnomor\nus\nme\nat\non\n"
    "is\nor\nand\nto\nund\nunter\nder\nou\nau\nal\noder\nthe\nour\nby\ne\net\ni\nil\nfree\n"
    "toll\nunder\no\nвід\nпо\nили\nи\nnummer\nn\nnº\nnumara\nnumarası\nnumarasi\nnom\nlub\n"
    "pod\nna\n번\n번호\nfor\ninfo\nline\noffice\nhome\nwork\nbüro\nzentrale\n";
/* clang-format on */

/* "T: 030 ...", "M: 0171 ..." */
static bool is_initial(const struct ws_pii_text *t, const char *word, size_t from)
{
    return word[1] == '\0' && strchr("tfmp", word[0]) && ws_pii_at(t, from + 1) == ':';
}

/* Is what stands before i a phone number that was masked? */
static bool is_behind_phone(const struct ws_pii_text *t, size_t i)
{
    for (size_t at = t->done; at < i; at++)
        if (!strchr(" ,;/|()", t->p[at]) || i - t->done > 8)
            return false;
    return t->done_phone;
}

enum ws_phone_word ws_phone_word_before(const struct ws_pii_text *t, size_t i)
{
    char word[32];
    bool near = true, counts = true; /* counts: nothing but words for a number was passed */
    for (unsigned n = 0; n < WORDS_MAX; n++) {
        size_t from;
        if (near && is_behind_phone(t, i))
            return WS_PHONE_LABEL;
        if (!ws_pii_word_before(t, i, word, &from))
            return WS_PHONE_NO_WORD;
        if (ws_pii_is_one_of(word, LABELS) || is_initial(t, word, from))
            return near ? WS_PHONE_LABEL : WS_PHONE_FAR;
        if (counts && ws_pii_is_one_of(word, OTHERS))
            return WS_PHONE_OTHER;
        counts = counts && ws_pii_is_one_of(word, NUMBER);
        near = near && ws_pii_is_one_of(word, BETWEEN);
        i = from;
    }
    return WS_PHONE_NO_WORD;
}

static bool is_chinese(uint32_t c)
{
    return c >= 0x4E00 && c < 0xA000;
}

static bool is_passed(uint32_t c)
{
    return c == ' ' || c == ':' || c == '(' || c == ')' || c == 0xFF1A || c == 0xFF08 ||
           c == 0xFF09 || c == 0xFF0C || c == 0x3002 || c == 0x3001 || c == ',';
}

bool ws_phone_is_chinese(const struct ws_pii_text *t, size_t from, size_t to)
{
    const uint8_t *end = t->p + t->n, *p = t->p + to;
    for (unsigned n = 0; n < 3 && p < end; n++) {
        uint32_t c = ws_utf8_next(&p, end);
        if (is_chinese(c))
            return true;
        if (!is_passed(c))
            break;
    }
    for (unsigned n = 0; n < 3 && from > t->done; n++) {
        do
            from--;
        while (from > t->done && (t->p[from] & 0xC0) == 0x80);
        p = t->p + from;
        uint32_t c = ws_utf8_next(&p, end);
        if (is_chinese(c))
            return true;
        if (!is_passed(c))
            break;
    }
    return false;
}
