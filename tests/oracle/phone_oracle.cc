// Reads many random forms of telephone numbers with lib/phone and with
// libphonenumber, and says where they differ and why.
// Usage: phone_oracle COUNT SEED [SHOW]
//
// Three things must never be: that we read a number for certain where the
// numbering plans have another, which libphonenumber read; that we do not read
// a number of theirs that was written plainly; and that we read a number for
// certain which they do not, for none of the reasons in Why().  Where we read
// none, or one for a person to tick, we are on the careful side, and that is
// counted only.  Exit status 1 if there was one of the three.

#include <phonenumbers/phonenumberutil.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <set>
#include <string>
#include <vector>

extern "C" {
#include "phone/phone.h"
}

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;
using std::string;

namespace {

uint64_t state = 1;

// xorshift64*: the same forms on every machine.
uint64_t Below(uint64_t n) {
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return (state * UINT64_C(2685821657736338717) >> 33) % n;
}

string Digits(size_t n) {
  string out;
  while (n-- > 0) out += static_cast<char>('0' + Below(10));
  return out;
}

template <size_t N>
string Pick(const char *const (&list)[N]) {
  return list[Below(N)];
}

// Marks between digits, as people put them; but no point before nothing but
// zeros, which is a decimal one.
string Punctuate(const string &digits) {
  static const char *const marks[] = {
      " ", "-", ".", " - ", "\xe2\x80\x93", "\xc2\xa0", ") ", " ("};
  string out;
  for (size_t i = 0; i < digits.size(); i++) {
    string mark = Pick(marks);
    if (mark == "." && digits.find_first_not_of('0', i) == string::npos)
      mark = " ";
    if (!out.empty() && Below(4) == 0) out += mark;
    out += digits[i];
  }
  return out;
}

const PhoneNumberUtil &Util() { return *PhoneNumberUtil::GetInstance(); }

// Example numbers of every region and type, to be changed a little.
std::vector<PhoneNumber> Examples() {
  std::vector<PhoneNumber> out;
  std::set<string> regions;
  Util().GetSupportedRegions(&regions);
  for (const string &region : regions)
    for (int type = 0; type <= PhoneNumberUtil::VOICEMAIL; type++) {
      PhoneNumber number;
      if (Util().GetExampleNumberForType(
              region, static_cast<PhoneNumberUtil::PhoneNumberType>(type),
              &number))
        out.push_back(number);
    }
  return out;
}

// A number that may exist, of any country, every other one of the UK.
string Somebody(const std::vector<PhoneNumber> &examples, string *cc) {
  static const char *const heads[] = {"1632960", "7700900", "20",     "2079460",
                                      "1534",    "3069990", "7",      "1204",
                                      "16977",   "800",     "808157", "121"};
  if (Below(2) == 0) {
    string nsn = Pick(heads);
    size_t length = Below(20) == 0 ? 9 : 10;
    *cc = "44";
    return nsn + (nsn.size() < length ? Digits(length - nsn.size()) : "");
  }
  const PhoneNumber &example = examples[Below(examples.size())];
  string nsn;
  Util().GetNationalSignificantNumber(example, &nsn);
  size_t change = Below(6);
  for (size_t i = 0; i < change && i < nsn.size(); i++)
    nsn[nsn.size() - 1 - i] = static_cast<char>('0' + Below(10));
  // Where does a 0 belong to the number?
  if (Below(10) == 0) nsn[0] = '0';
  *cc = std::to_string(example.country_code());
  return nsn;
}

struct Form {
  string text;
  bool plain;  // written as the ITU or Ofcom says
};

Form Written(const std::vector<PhoneNumber> &examples) {
  static const char *const tails[] = {
      "", "", "", "", "", " x12", ";ext=7", " ext. 2538", " ", ".", "#"};
  static const char *const heads[] = {"+",     "00", "+",           "00 ",
                                      "tel:+", "(+", "\xef\xbc\x8b"};
  string cc, nsn = Somebody(examples, &cc);
  string body = Below(2) == 0 ? nsn : Punctuate(nsn);
  string tail = Pick(tails);
  bool plain = tail != "#";
  switch (Below(cc == "44" ? 8 : 4)) {
    case 0:
      return {Pick(heads) + cc + " " + body + tail, plain};
    case 1:
      return {Pick(heads) + cc + body + tail, plain};
    case 2:
      return {Pick(heads) + cc + " (0)" + body + tail, false};
    case 3:
      return {Pick(heads) + cc + "0" + body + tail, false};
    case 4:
      return {cc + body + tail, false};
    case 5:
      return {body + tail, false};
    default:
      return {"0" + body + tail, plain};
  }
}

// What columns hold that nobody looked at.
Form Noise() {
  static const char *const heads[] = {"",    "+",    "0",    "00",  "44",
                                      "+44", "0044", "141",  "9",   "1",
                                      "(0",  "tel:", "+440", "900", "011"};
  static const char alphabet[] =
      "0123456789012345678901234567890123456789"
      " -.()+,;/x#*e";
  string out = Pick(heads);
  size_t n = Below(16);
  if (Below(2) == 0) return {out + Punctuate(Digits(n)), false};
  while (n-- > 0) out += alphabet[Below(sizeof(alphabet) - 1)];
  return {out, false};
}

// The library's reading: E.164 or "".
string Theirs(const string &text, bool *possible, bool *valid) {
  PhoneNumber number;
  string out;
  *possible = *valid = false;
  if (Util().Parse(text, "GB", &number) != PhoneNumberUtil::NO_PARSING_ERROR)
    return "";
  *possible = Util().IsPossibleNumber(number);
  *valid = Util().IsValidNumber(number);
  number.clear_extension();
  Util().Format(number, PhoneNumberUtil::E164, &out);
  return out;
}

// The library changes some numbers that are written as E.164 (a 1 of Mexico's,
// a 3 of Norfolk Island's); one that it changes is not one that exists.
bool Exists(const string &e164) {
  bool possible, valid;
  return Theirs(e164, &possible, &valid) == e164 && valid;
}

bool ChangedTo(const string &e164, const string &theirs) {
  bool possible, valid;
  return Theirs(e164, &possible, &valid) == theirs;
}

// Not numbers of E.164: too short, or of NANP (310 1234 in Canada) and not of
// ten digits.
bool OnlyAtHome(const string &e164) {
  return e164.size() < 8 || (e164[1] == '1' && e164.size() != 12);
}

bool EndsIn(const string &text, const char *tail) {
  size_t n = strlen(tail);
  return text.size() >= n && text.compare(text.size() - n, n, tail) == 0;
}

// A "(0)" or "( 0 )", which lib/phone takes at its word.
bool HasBracketedZero(const string &text) {
  for (size_t at = text.find('('); at != string::npos;
       at = text.find('(', at + 1)) {
    size_t zero = text.find_first_not_of(' ', at + 1);
    if (zero == string::npos || text[zero] != '0') continue;
    size_t close = text.find_first_not_of(' ', zero + 1);
    if (close != string::npos && text[close] == ')') return true;
  }
  return false;
}

size_t CodeLength(const string &e164) {
  for (size_t n = 1; n <= 3 && n < e164.size(); n++) {
    string region;
    Util().GetRegionCodeForCountryCode(atoi(e164.substr(1, n).c_str()),
                                       &region);
    if (region != "ZZ") return n;
  }
  return 0;
}

// Is ${theirs} ours with a 0 kept after the country code, or both of "(0)0"?
bool KeepsZero(const string &ours, const string &theirs) {
  size_t n = CodeLength(ours);
  string code = ours.substr(0, n + 1), rest = ours.substr(n + 1);
  return n > 0 && (code + "0" + rest == theirs || code + "00" + rest == theirs);
}

// Why we read ${p} for certain, and they not, or "" when it is not known why.
string Why(const Form &form, const sar_phone &p, const string &theirs) {
  string ours = p.digits;
  if (KeepsZero(ours, theirs))
    return HasBracketedZero(form.text)
               ? "(0) is never dialled after a country code, they keep it"
               : "a 0 they keep, in a country that has none after its code";
  if (CodeLength(ours) == 0)
    return "they know no such country code, and we judge none";
  if (ChangedTo(ours, theirs))
    return "they rewrite that country's numbers, written as E.164 too";
  if ((p.rules & SAR_PHONE_PREFIX_CODE) != 0)
    return "they do not know codes that are dialled before a number";
  if (theirs.empty() && EndsIn(form.text, "#"))
    return "they do not know that # ends what was dialled";
  return "";
}

class Tally {
 public:
  Tally(size_t show) : show_(show) {}

  // One more of ${what}; the first few are shown.
  void Add(const string &what, const string &text, const sar_phone &p,
           const string &theirs) {
    if (counts_[what]++ >= show_) return;
    char rules[SAR_PHONE_RULES_LEN];
    sar_phone_rules_name(p.rules, rules);
    samples_[what].push_back("[" + text + "] " + sar_phone_kind_name(p.kind) +
                             " " + p.digits + " [" + rules + "], theirs " +
                             (theirs.empty() ? "none" : theirs));
  }

  void Print() const {
    for (const auto &entry : counts_) {
      printf("%9zu  %s\n", entry.second, entry.first.c_str());
      auto found = samples_.find(entry.first);
      if (found == samples_.end()) continue;
      for (const string &sample : found->second)
        printf("           %s\n", sample.c_str());
    }
  }

  size_t Total() const {
    size_t total = 0;
    for (const auto &entry : counts_) total += entry.second;
    return total;
  }

  size_t Of(const string &what) const {
    auto found = counts_.find(what);
    return found == counts_.end() ? 0 : found->second;
  }

 private:
  size_t show_;
  std::map<string, size_t> counts_;
  std::map<string, std::vector<string>> samples_;
};

// What came of one form, in words.  In *${fault} what must not be.
string Compare(const Form &form, const sar_phone &p, const string &theirs,
               bool possible, bool valid, string *fault) {
  bool ours = p.kind == SAR_PHONE_E164;
  string how =
      ours ? (p.certain ? "certain" : "probable") : sar_phone_kind_name(p.kind);
  if (ours && theirs == p.digits) return "same number, " + how;
  // Ambiguous is an answer: it is counted, and a person looks at it.
  if (valid && form.plain && p.kind != SAR_PHONE_AMBIGUOUS &&
      !OnlyAtHome(theirs))
    *fault = "written plainly, and not read";
  if (!ours && !valid) return "no number that exists, " + how;
  if (!ours) return "theirs only, it exists, " + how;
  if (p.certain && Why(form, p, theirs).empty() && fault->empty())
    *fault = "read for certain, and not known why they do not";
  if (p.certain && !valid) return "ours: " + Why(form, p, theirs);
  if (theirs.empty() || !possible)
    return "ours only, " + how + (Exists(p.digits) ? ", it exists" : "");
  if (p.certain && valid && !ChangedTo(p.digits, theirs))
    *fault = "read for certain as another";
  return "differ, " + how + (Exists(p.digits) ? ", ours exists" : "") +
         (valid ? ", theirs exists" : "");
}

void One(const Form &form, Tally *tally, Tally *faults) {
  static const sar_phone_plan plan = {44, 0, "", "", "", 0, 0, false, false};
  sar_phone p;
  bool possible, valid;
  string theirs = Theirs(form.text, &possible, &valid);
  string fault;
  sar_phone_read(&plan, form.text.data(), form.text.size(), &p);
  tally->Add(Compare(form, p, theirs, possible, valid, &fault), form.text, p,
             theirs);
  if (!fault.empty()) faults->Add(fault, form.text, p, theirs);
}

}  // namespace

int main(int argc, char **argv) {
  if (argc < 3) {
    fprintf(stderr, "usage: phone_oracle COUNT SEED [SHOW]\n");
    return 2;
  }
  long count = strtol(argv[1], nullptr, 10);
  state = strtoull(argv[2], nullptr, 10) * 2 + 1;
  Tally tally(argc > 3 ? strtoul(argv[3], nullptr, 10) : 0);
  Tally faults(10);
  std::vector<PhoneNumber> examples = Examples();
  for (long i = 0; i < count; i++)
    One(Below(3) != 0 ? Written(examples) : Noise(), &tally, &faults);
  tally.Print();
  printf("%9zu  in all, of which must not be:\n", tally.Total());
  faults.Print();
  printf("%9zu\n", faults.Total());
  // A reader of nothing would have no fault either.
  return faults.Total() == 0 &&
                 tally.Of("same number, certain") > tally.Total() / 3
             ? 0
             : 1;
}
