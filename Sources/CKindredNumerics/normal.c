#include <stdint.h>
#include <string.h>

#include "CKindredNumerics.h"
#include "clones.h"

#pragma clang fp contract(off)

// A call that is left in a loop keeps it from being vectorised, and functions of this size are left
// as calls: five times slower.
#define INLINED static inline __attribute__((always_inline))

INLINED double from_bits(uint64_t bits) {
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

INLINED uint64_t to_bits(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

// exp for -745 < x <= 0: x = n ln 2 + r, a Taylor polynomial of r, two scalings by powers of two
// so that the result may be subnormal.
INLINED double exponential(double x) {
  const double shift = 0x1.8p52;
  double n = (x * 1.4426950408889634074 + shift) - shift;
  double r = (x - n * 0x1.62e42fefa38p-1) - n * 0x1.ef35793c7673p-45;
  double p = 1.6059043836821614599e-10;
  p = p * r + 2.0876756987868098979e-9;
  p = p * r + 2.5052108385441718775e-8;
  p = p * r + 2.7557319223985890653e-7;
  p = p * r + 2.7557319223985890653e-6;
  p = p * r + 2.4801587301587301566e-5;
  p = p * r + 1.9841269841269841253e-4;
  p = p * r + 1.3888888888888889419e-3;
  p = p * r + 8.3333333333333332177e-3;
  p = p * r + 4.1666666666666664354e-2;
  p = p * r + 1.6666666666666665741e-1;
  p = p * r + 0.5;
  p = p * r + 1.0;
  p = p * r + 1.0;
  int64_t whole = (int64_t)n;
  int64_t half = whole / 2;
  return p * from_bits((uint64_t)(half + 1023) << 52) *
         from_bits((uint64_t)(whole - half + 1023) << 52);
}

// log for finite x > 0, not subnormal: x = 2^e m, the series of atanh.
INLINED double logarithm(double x) {
  uint64_t bits = to_bits(x);
  // Adding puts m into [sqrt(1/2), sqrt 2) and carries into the exponent.
  uint64_t moved = bits + (0x3ff0000000000000u - 0x3fe6a09e667f3bcdu);
  int64_t e = (int64_t)(moved >> 52) - 1023;
  double m = from_bits((moved & 0x000fffffffffffffu) + 0x3fe6a09e667f3bcdu);
  double s = (m - 1) / (m + 1);
  double t = s * s;
  double p = 4.7619047619047616404e-2;
  p = p * t + 5.2631578947368418131e-2;
  p = p * t + 5.8823529411764705066e-2;
  p = p * t + 6.6666666666666665741e-2;
  p = p * t + 7.6923076923076927347e-2;
  p = p * t + 9.0909090909090911614e-2;
  p = p * t + 1.1111111111111110494e-1;
  p = p * t + 1.4285714285714284921e-1;
  p = p * t + 2.0000000000000001110e-1;
  p = p * t + 3.3333333333333331483e-1;
  double series = 2 * s + 2 * s * t * p;
  return (double)e * 0x1.62e42fefa38p-1 + (series + (double)e * 0x1.ef35793c7673p-45);
}

// W. J. Cody, "Rational Chebyshev approximations for the error function", Math. Comp. 23 (1969).
INLINED double cdf(double x) {
  double y = x < 0 ? -x : x;
  double t = y < 0.67448975 ? y : 0.67448975;
  double q = t * t;
  double num = 0.065682337918207449113 * q;
  double den = q;
  num = (num + 2.2352520354606839287) * q;
  den = (den + 47.20258190468824187) * q;
  num = (num + 161.02823106855587881) * q;
  den = (den + 976.09855173777669322) * q;
  num = (num + 1067.6894854603709582) * q;
  den = (den + 10260.932208618978205) * q;
  double middle = t * (num + 18154.981253343561249) / (den + 45507.789335026729956);

  double z = y < 5.656854249492380195 ? y : 5.656854249492380195;
  num = 1.0765576773720192317e-8 * z;
  den = z;
  num = (num + 0.39894151208813466764) * z;
  den = (den + 22.266688044328115691) * z;
  num = (num + 8.8831497943883759412) * z;
  den = (den + 235.38790178262499861) * z;
  num = (num + 93.506656132177855979) * z;
  den = (den + 1519.377599407554805) * z;
  num = (num + 597.27027639480026226) * z;
  den = (den + 6485.558298266760755) * z;
  num = (num + 2494.5375852903726711) * z;
  den = (den + 18615.571640885098091) * z;
  num = (num + 6848.1904505362823326) * z;
  den = (den + 34900.952721145977266) * z;
  num = (num + 11602.651437647350124) * z;
  den = (den + 38912.003286093271411) * z;
  double side = (num + 9842.7148383839780218) / (den + 19685.429676859990727);

  double w = y < 5.656854249492380195 ? 5.656854249492380195 : (y < 38.5 ? y : 38.5);
  double v = 1 / (w * w);
  num = 0.02307344176494017303 * v;
  den = v;
  num = (num + 0.21589853405795699) * v;
  den = (den + 1.28426009614491121) * v;
  num = (num + 0.1274011611602473639) * v;
  den = (den + 0.468238212480865118) * v;
  num = (num + 0.022235277870649807) * v;
  den = (den + 0.0659881378689285515) * v;
  num = (num + 0.001421619193227893466) * v;
  den = (den + 0.00378239633202758244) * v;
  double far = v * (num + 2.9112874951168792e-5) / (den + 7.29751555083966205e-5);
  far = (0.398942280401432677939946 - far) / w;

  // exp(-y^2/2) in two factors, so that the square does not lose digits.
  double u = y < 38.5 ? y : 38.5;
  double coarse = (double)(int64_t)(u * 16) * 0.0625;
  double rest = (u - coarse) * (u + coarse);
  double density = exponential(-0.5 * coarse * coarse) * exponential(-0.5 * rest);
  double tail = density * (y < 5.656854249492380195 ? side : far);
  double upper = x < 0 ? tail : 1 - tail;
  double centre = x < 0 ? 0.5 - middle : 0.5 + middle;
  double result = y <= 0.67448975 ? centre : upper;
  result = y > 38.4 ? (x < 0 ? 0.0 : 1.0) : result;
  return x != x ? x : result;
}

// M. J. Wichura, "Algorithm AS 241: The percentage points of the normal distribution", PPND16.
INLINED int is_central(double p) {
  double q = p - 0.5;
  return q <= 0.425 && q >= -0.425;
}

INLINED double central_quantile(double p) {
  double q = p - 0.5;
  double r = 0.180625 - q * q;
  double num = 2509.0809287301226727;
  num = num * r + 33430.575583588128105;
  num = num * r + 67265.770927008700853;
  num = num * r + 45921.953931549871457;
  num = num * r + 13731.693765509461125;
  num = num * r + 1971.5909503065514427;
  num = num * r + 133.14166789178437745;
  num = num * r + 3.387132872796366608;
  double den = 5226.495278852854561;
  den = den * r + 28729.085735721942674;
  den = den * r + 39307.89580009271061;
  den = den * r + 21213.794301586595867;
  den = den * r + 5394.1960214247511077;
  den = den * r + 687.1870074920579083;
  den = den * r + 42.313330701600911252;
  den = den * r + 1.0;
  return q * num / den;
}

INLINED double outer_quantile(double p) {
  double q = p - 0.5;
  double least = q < 0 ? p : 1 - p;
  double safe = least > 1e-300 ? least : 1e-300;
  double s = __builtin_elementwise_sqrt(-logarithm(safe));
  double t = s - 1.6;
  double num = 7.7454501427834140764e-4;
  num = num * t + 0.0227238449892691845833;
  num = num * t + 0.24178072517745061177;
  num = num * t + 1.27045825245236838258;
  num = num * t + 3.64784832476320460504;
  num = num * t + 5.7694972214606914055;
  num = num * t + 4.6303378461565452959;
  num = num * t + 1.42343711074968357734;
  double den = 1.05075007164441684324e-9;
  den = den * t + 5.475938084995344946e-4;
  den = den * t + 0.0151986665636164571966;
  den = den * t + 0.14810397642748007459;
  den = den * t + 0.68976733498510000455;
  den = den * t + 1.6763848301838038494;
  den = den * t + 2.05319162663775882187;
  den = den * t + 1.0;
  double near = num / den;
  t = s - 5;
  num = 2.01033439929228813265e-7;
  num = num * t + 2.71155556874348757815e-5;
  num = num * t + 0.0012426609473880784386;
  num = num * t + 0.026532189526576123093;
  num = num * t + 0.29656057182850489123;
  num = num * t + 1.7848265399172913358;
  num = num * t + 5.4637849111641143699;
  num = num * t + 6.6579046435011037772;
  den = 2.04426310338993978564e-15;
  den = den * t + 1.4215117583164458887e-7;
  den = den * t + 1.8463183175100546818e-5;
  den = den * t + 7.868691311456132591e-4;
  den = den * t + 0.0148753612908506148525;
  den = den * t + 0.13692988092273580531;
  den = den * t + 0.59983220655588793769;
  den = den * t + 1.0;
  double far = num / den;
  double tail = s <= 5 ? near : far;
  tail = q < 0 ? -tail : tail;
  double result = p <= 0 ? -__builtin_inf() : tail;
  result = p >= 1 ? __builtin_inf() : result;
  return (p >= 0 && p <= 1) ? result : __builtin_nan("");
}

// Source and target may be the same, which a check for overlap would take for a reason to go on
// one by one.
CLONES void kindred_normal_cdf(const double *x, double *out, size_t count) {
#pragma clang loop vectorize(assume_safety)
  for (size_t i = 0; i < count; i++) out[i] = cdf(x[i]);
}

CLONES void kindred_normal_quantile(const double *p, double *out, size_t count) {
  // Seven in eight numbers are central and need no logarithm: the others are collected and done
  // together.
  enum { STEP = 256 };
  double all[STEP], outer[STEP];
  unsigned places[STEP];
  for (size_t start = 0; start < count; start += STEP) {
    size_t length = count - start < STEP ? count - start : STEP;
    memcpy(all, p + start, length * sizeof *all);
    size_t found = 0;
    for (size_t i = 0; i < length; i++) {
      places[found] = (unsigned)i;
      found += !is_central(all[i]);
    }
    for (size_t i = 0; i < found; i++) outer[i] = all[places[i]];
#pragma clang loop vectorize(assume_safety)
    for (size_t i = 0; i < length; i++) all[i] = central_quantile(all[i]);
#pragma clang loop vectorize(assume_safety)
    for (size_t i = 0; i < found; i++) outer[i] = outer_quantile(outer[i]);
    for (size_t i = 0; i < found; i++) all[places[i]] = outer[i];
    memcpy(out + start, all, length * sizeof *all);
  }
}
