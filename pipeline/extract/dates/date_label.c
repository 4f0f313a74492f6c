#include "pipeline/extract/dates/date_label.h"

#include "pipeline/extract/text/text.h"

#include <string.h>

/* By their first byte, in small letters of ASCII; the letter in front of each says what it tells: Published,
 * Updated, Foreign. A beginning stands for all that begins like it ("publi", "publicado", ...). */
/* clang-format off */
static const char *const LABELS[256] = {
    ['a'] = "Fabgerufen\0" "Faccessed\0" "Fanmelde\0" "Uactualizad\0" "Uaggiornat\0" "Uaktualisiert\0" "Uaktualisierung\0" "Uaktualizac\0" "Uatualizad\0",
    ['b'] = "Ubearbeitet\0" "Ubijgewerkt\0" "Fbis zum\0" "Fborn\0",
    ['c'] = "Fconsult\0" "Fcopyright\0" "Pcreated\0",
    ['d'] = "Pdate:\0" "Fdabei seit\0" "Pdatum\0" "Fdeadline\0" "Pdodano\0" "Fdue \0",
    ['e'] = "Feffective\0" "Fends \0" "Perschienen\0" "Perstellt\0" "Fexpire\0",
    ['f'] = "Pfecha\0" "Ffindet \0",
    ['g'] = "Fgeraadpleegd\0" "Pgeplaatst\0" "Pgeschrieben\0" "Ugewijzigd\0" "Ugeändert\0" "Fgültig\0" "Ugüncel\0",
    ['j'] = "Fjoined\0" "Pjulkaistu\0",
    ['l'] = "Ulast change\0" "Ulast edit\0",
    ['m'] = "Fmember since\0" "Fmitglied seit\0" "Umis à jour\0" "Pmise en ligne\0" "Umise à jour\0" "Umodifi\0",
    ['o'] = "Uopdater\0" "Uoppdater\0",
    ['p'] = "Pposted\0" "Ppubblicat\0" "Ppubli\0" "Upäivitetty\0",
    ['r'] = "Fregistered\0" "Fregistriert\0" "Preleased\0" "Fretrieved\0" "Urevised\0",
    ['s'] = "Pstand:\0" "Fstarts\0",
    ['t'] = "Ftakes place\0" "Ptarih\0",
    ['u'] = "Pudgivet\0" "Funtil\0" "Uupdat\0" "Uuppdater\0",
    ['v'] = "Fvalid \0" "Pveröffentlicht\0" "Pvydáno\0",
    ['y'] = "Pyayın\0",
    ['z'] = "Uzuletzt \0" "Uzaktualizow\0",
    [0xc2] = "F©\0",
    [0xc3] = "UÄnderung\0" "Uänderung\0",
    [0xce] = "Pημοσ\0" "Uνημ\0",
    [0xd0] = "PДата\0" "Uбновл\0" "Pдата\0" "Uзменен\0" "Pпубликов\0",
    [0xe4] = "U修改\0",
    [0xe5] = "F引用\0" "F参照\0" "P公開\0" "P发布\0" "P发表\0",
    [0xe6] = "P投稿\0" "P掲載\0" "P日期\0" "P时间\0" "P時間\0" "U更新\0",
    [0xe7] = "P發布\0" "P發表\0",
    [0xeb] = "P등록\0",
    [0xec] = "U수정\0" "P입력\0",
};
/* clang-format on */

static bool begins_with(const uint8_t *p, const char *lower, size_t n)
{
    size_t i = 0;
    while (i < n && ws_lower(p[i]) == (uint8_t)lower[i])
        i++;
    return i == n;
}

unsigned ws_date_labels(struct ws_slice text)
{
    unsigned found = 0;
    for (const uint8_t *p = text.p, *end = text.p + text.n; p < end; p++) {
        const char *label = LABELS[ws_lower(*p)];
        while (label && *label) {
            size_t n = strlen(label + 1);
            if (n <= (size_t)(end - p) && begins_with(p, label + 1, n))
                found |= *label == 'P' ? WS_LABEL_PUBLISHED
                                       : *label == 'U' ? WS_LABEL_UPDATED : WS_LABEL_FOREIGN;
            label += n + 2;
        }
    }
    return found;
}
