/* Tells what a plain YAML scalar is by the core schema of YAML 1.2.2, section 10.3.2, one character at a time.
 *
 * The scanner of the grammar for YAML includes a file of this name, which its source distribution leaves out. It
 * starts in state 0, gives every character of a scalar, also the blanks that may end it, and takes the last result.
 */
#include <stdint.h>
#include <string.h>

#define HAS_TIMESTAMP 0
#define SCH_STT_FRZ (-1) /* No further character changes the result. */

typedef enum { RS_STR, RS_INT, RS_NULL, RS_BOOL, RS_FLOAT } ResultSchema;

/* The states; from WORDS on, a state is the place in `core_words` of the letter that must come next. */
enum {
  START, SIGN, ZERO, INTEGER, OCTAL_MARK, OCTAL, HEX_MARK, HEX, DOT, SIGNED_DOT, FRACTION, EXPONENT_MARK,
  EXPONENT_SIGN, EXPONENT, BLANK, WORDS
};

/* Each word with its end; the letters after a dot come last, and of these the ones that take no sign. */
static const char core_words[] =
  "null\0Null\0NULL\0true\0True\0TRUE\0false\0False\0FALSE\0inf\0Inf\0INF\0nan\0NaN\0NAN";
enum { TRUE_WORDS = 15, DOTTED_WORDS = 48, NAN_WORDS = 60, ALL_WORDS = sizeof core_words };

static int core_is_digit(int32_t c) { return c >= '0' && c <= '9'; }

static int core_is_hex(int32_t c) {
  return core_is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* The place after `c`, when a word in [first, last) goes on with it after the same `length` letters as `prefix`. */
static int core_word(int first, int last, const char *prefix, size_t length, int32_t c) {
  for (int word = first; word < last; word += (int)strlen(core_words + word) + 1) {
    const char *text = core_words + word;
    if (strncmp(text, prefix, length) == 0 && text[length] != 0 && text[length] == c) {
      return WORDS + word + (int)length + 1;
    }
  }
  return SCH_STT_FRZ;
}

static int core_next_in_word(int place, int32_t c) {
  int start = place;
  while (start > 0 && core_words[start - 1] != 0) start--;
  if (start < DOTTED_WORDS) return core_word(0, DOTTED_WORDS, core_words + start, (size_t)(place - start), c);
  return core_word(DOTTED_WORDS, ALL_WORDS, core_words + start, (size_t)(place - start), c);
}

static int core_next(int state, int32_t c) {
  int is_exponent = c == 'e' || c == 'E';
  switch (state) {
  case START:
    if (c == '~') return WORDS + 4;
    if (c == '0') return ZERO;
    if (c == '+' || c == '-') return SIGN;
    if (c == '.') return DOT;
    return core_is_digit(c) ? INTEGER : core_word(0, DOTTED_WORDS, core_words, 0, c);
  case SIGN:
    return c == '.' ? SIGNED_DOT : core_is_digit(c) ? INTEGER : SCH_STT_FRZ;
  case ZERO:
    if (c == 'o') return OCTAL_MARK;
    if (c == 'x') return HEX_MARK;
    /* fall through */
  case INTEGER:
    return core_is_digit(c) ? INTEGER : c == '.' ? FRACTION : is_exponent ? EXPONENT_MARK : SCH_STT_FRZ;
  case OCTAL_MARK: case OCTAL:
    return c >= '0' && c <= '7' ? OCTAL : SCH_STT_FRZ;
  case HEX_MARK: case HEX:
    return core_is_hex(c) ? HEX : SCH_STT_FRZ;
  case DOT:
    return core_is_digit(c) ? FRACTION : core_word(DOTTED_WORDS, ALL_WORDS, core_words, 0, c);
  case SIGNED_DOT:
    return core_is_digit(c) ? FRACTION : core_word(DOTTED_WORDS, NAN_WORDS, core_words, 0, c);
  case FRACTION:
    return core_is_digit(c) ? FRACTION : is_exponent ? EXPONENT_MARK : SCH_STT_FRZ;
  case EXPONENT_MARK:
    return core_is_digit(c) ? EXPONENT : c == '+' || c == '-' ? EXPONENT_SIGN : SCH_STT_FRZ;
  case EXPONENT_SIGN: case EXPONENT:
    return core_is_digit(c) ? EXPONENT : SCH_STT_FRZ;
  case BLANK:
    return SCH_STT_FRZ;
  default:
    return core_next_in_word(state - WORDS, c);
  }
}

static ResultSchema core_result(int state) {
  switch (state) {
  case ZERO: case INTEGER: case OCTAL: case HEX: return RS_INT;
  case FRACTION: case EXPONENT: return RS_FLOAT;
  default:
    if (state < WORDS || core_words[state - WORDS] != 0) return RS_STR;
    return state - WORDS < TRUE_WORDS ? RS_NULL : state - WORDS < DOTTED_WORDS ? RS_BOOL : RS_FLOAT;
  }
}

static int8_t adv_sch_stt(int8_t state, int32_t c, ResultSchema *result) {
  if (state == SCH_STT_FRZ) return state;
  if (c == ' ' || c == '\t') return BLANK; /* What stands here is whole, unless more text follows. */
  state = (int8_t)core_next(state, c);
  *result = core_result(state);
  return state;
}
