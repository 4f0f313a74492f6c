/* Lines that name an author or a date, in many languages, and lines that only look like it. */
#include "pipeline/extract/select/byline.h"
#include "pipeline/extract/text/words.h"
#include "tests/tap.h"

static const struct {
    const char *text;
    unsigned says;
} LINES[] = {
    /* dates */
    {"12 March 2024", WS_LINE_DATE},
    {"March 12, 2024", WS_LINE_DATE},
    {"Published on the 12th of March 2024", WS_LINE_DATE},
    {"Tuesday, 12 Mar 2024 - 04:16 PM", WS_LINE_DATE},
    {"2024-03-12T10:20:00Z", WS_LINE_DATE},
    {"3/12/2024", WS_LINE_DATE},
    {"3/12/24", WS_LINE_DATE},
    {"12. März 2024", WS_LINE_DATE},
    {"12.03.2024, 10.20 Uhr", WS_LINE_DATE},
    {"Publié le 12 mars 2024 à 10h20", WS_LINE_DATE},
    {"12 de marzo de 2024", WS_LINE_DATE},
    {"1 мая 2024 г.", WS_LINE_DATE},
    {"12 marca 2024, 10:20", WS_LINE_DATE},
    {"12 Μαΐου 2024", WS_LINE_DATE},
    {"2024年5月1日", WS_LINE_DATE},
    {"2024年5月1日 10:20 新华社", WS_LINE_DATE},
    {"2024年5月1日 10時20分", WS_LINE_DATE},
    {"2024년 5월 1일", WS_LINE_DATE},
    {"12 مارس 2024", WS_LINE_DATE},
    {"12 במרץ 2024", WS_LINE_DATE},
    {"Ngày 12 tháng 5 năm 2024", WS_LINE_DATE},
    {"Posted on Tuesday, March 5, 2024 by Nora Quill in Culture", WS_LINE_DATE},
    {"홍길동 기자 | 입력 2024.03.05 08:15 | 수정 2024.03.06 10:00", WS_LINE_DATE},
    {"Nobody knew on Tuesday, March 5, 2024 what Nora Quill had in mind", 0},
    {"Updated figures show that of the 2024 mills only 5 are left", 0},
    {"Updated at 10:20 as the train for London will not leave", 0},
    /* authors */
    {"Por João da Conceição, 5 de março de 2024 às 8h15", WS_LINE_AUTHOR},
    {"By Jane Roe", WS_LINE_AUTHOR},
    {"By JANE ROE and J. R. Smith, staff writers", WS_LINE_AUTHOR},
    {"Written by Jane Roe", WS_LINE_AUTHOR},
    {"Written by Jane Roe, 14 August 2020. Last changed 2 March 2021.", WS_LINE_AUTHOR},
    {"He sold the farm by the lake to Jane Roe in 1921.", 0},
    {"Von Max Müller", WS_LINE_AUTHOR},
    {"Par Élodie Dupont et Éric de Brie", WS_LINE_AUTHOR},
    {"Por Juan Pérez y Ana Ruiz", WS_LINE_AUTHOR},
    {"di Mario Rossi", WS_LINE_AUTHOR},
    {"Автор Иван Петров", WS_LINE_AUTHOR},
    {"By Jane Roe 12 March 2024", WS_LINE_AUTHOR | WS_LINE_DATE},
    /* labels */
    {"Autor: Jan Kowalski", WS_LINE_LABEL | WS_LINE_AUTHOR},
    {"Автор: Иван Петров", WS_LINE_LABEL | WS_LINE_AUTHOR},
    {"АВТОР: ИВАН ПЕТРОВ", WS_LINE_LABEL | WS_LINE_AUTHOR},
    {"Συντάκτης: Γιώργος Παππάς", WS_LINE_LABEL},
    {"(责任编辑：张三)", WS_LINE_LABEL},
    {"记者 王芳", WS_LINE_LABEL},
    {"文・佐久間 遥", WS_LINE_LABEL},
    {"文/张三", WS_LINE_LABEL},
    {"公開日：5月1日", WS_LINE_LABEL},
    {"بقلم أحمد علي", WS_LINE_LABEL},
    {"بقلم: أحمد علي", WS_LINE_LABEL},
    {"글 홍길동", WS_LINE_LABEL},
    {"Veröffentlicht: 12. März 2024", WS_LINE_LABEL | WS_LINE_DATE},
    {"来源：新华社 2024年5月1日", WS_LINE_LABEL | WS_LINE_DATE},
    /* neither */
    {"", 0},
    {"...", 0},
    {"By", 0},
    {"By the end of the year the bridge had been closed", 0},
    {"By the numbers", 0},
    {"Von dort ging es weiter nach Hamburg.", 0},
    {"Por fin llegaron las lluvias", 0},
    {"Author events near you", 0},
    {"The 25 best films of 2024", 0},
    {"He was born in Rome on 1 May 1950.", 0},
    {"Он родился в Москве, на Арбате, 1 мая 1950 года, и учился там же до войны.", 0},
    {"Version 1.2.10", 0},
    {"Room 2024-12", 0},
    {"号码〔2022〕1号", 0},
    {"时间就是金钱", 0},
    {"来源于生活的故事很多", 0},
    {"他于1950年5月1日出生在北京一个普通工人的家庭里面", 0},
    {"555-12-34", 0},
};

static void test_lines(void)
{
    for (size_t i = 0; i < sizeof LINES / sizeof *LINES; i++)
        IS_INT(ws_byline_read(SLICE(LINES[i].text)), LINES[i].says, LINES[i].text);
}

static void test_long_lines(void)
{
    char text[2000] = "By Jane Roe";
    for (int i = 0; i < 300; i++)
        strcat(text, " Roe");
    IS_INT(ws_byline_read(SLICE(text)), 0, "too long a line");
    memset(text, '1', 290);
    text[290] = '\0';
    IS_INT(ws_byline_read(SLICE(text)), 0, "a number of 290 digits");
    memset(text, '\xc3', 290);
    for (size_t i = 1; i < 290; i += 2)
        text[i] = '\xa9';
    IS_INT(ws_byline_read(SLICE(text)), 0, "a word of 145 letters");
}

static bool same(const char *a, const char *b)
{
    return ws_same_words(SLICE(a), SLICE(b));
}

static bool most(const char *part, const char *whole)
{
    return ws_most_words(SLICE(part), SLICE(whole));
}

static void test_words(void)
{
    OK(same("Flood closes road", "FLOOD CLOSES ROAD!"), "case and punctuation do not count");
    OK(same("“Élan” – Ärger", "\"éLAN\" - ÄRGER"), "nor does case beyond ASCII");
    OK(same("МОСКВА ЁЛКА", "Москва ёлка") && same("ΑΘΗΝΑ ΏΡΑ", "αθηνα ώρα"), "in Cyrillic and Greek");
    OK(same("ŁÓDŹ Žižkov Ÿ", "łódź ŽIŽKOV Ÿ"), "in Latin Extended-A");
    OK(!same("Flood closes road", "Flood closes roads") && !same("Flood closes roads", "Flood closes road"),
       "one letter more or less");
    OK(!same("...", "!") && !same("", ""), "nothing says the same as nothing");
    OK(same("洪水封路", "洪水 封路"), "Han");
    OK(most("Flood closes road", "Flood closes road (The Courier)"), "the beginning of it");
    OK(most("Flood closes road", "The Courier: Flood closes road"), "the end of it");
    OK(!most("closes road", "Flood closes road tonight"), "not the middle");
    OK(!most("Flood", "Flood closes the only road to Ryde"), "not the lesser part");
    OK(!most("Flood closes road tonight", "Flood closes road"), "nor more than all");
    OK(!most("", "Flood"), "nor nothing");
}

int main(void)
{
    test_lines();
    test_long_lines();
    test_words();
    return tap_done();
}
