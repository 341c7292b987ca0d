package dev.hob.keys;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.math.ec.rfc7748.X25519Field;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// Diffie–Hellman with Ed25519 keys as they are: clamp(SHA-512(seed)[0..32]) · P on the Edwards curve, the result as
/// a compressed point. This is what Radicle's peers do instead of X25519. Constant in time over the secret: a
/// ladder of complete additions (Hisil and others 2008, §3.1) on BouncyCastle's constant-time field.
final class EdwardsAgreement {
    private static final int POINT_BYTES = 32;
    private static final int SCALAR_BITS = 255;
    private static final int SIGN_BIT = 0x80;
    private static final int[] D = X25519Field.create();
    private static final int[] D_TWICE = X25519Field.create();

    static {
        // RFC 8032 §5.1: d = -121665/121666, little end first.
        byte[] d = HexFormat.of().parseHex("a3785913ca4deb75abd841414d0a700098e879777940c78c73fe6f2bee6c0352");
        X25519Field.decode255(d, D);
        X25519Field.add(D, D, D_TWICE);
        X25519Field.carry(D_TWICE);
    }

    private EdwardsAgreement() {}

    /// The shared 32 bytes; empty when the other key is no point, or one of small order that would give nothing away.
    static Optional<byte[]> agree(byte[] seed, byte[] otherKey) {
        if (!Ed25519.validatePublicKeyPartial(otherKey, 0)) return Optional.empty();
        byte[] scalar = scalar(seed);
        var low = Point.neutral();
        var high = Point.decompress(otherKey);
        for (int bit = SCALAR_BITS - 1; bit >= 0; bit--) {
            int set = (scalar[bit >> 3] >> (bit & 7)) & 1;
            low.swapIf(set, high);
            high = low.plus(high);
            low = low.plus(low);
            low.swapIf(set, high);
        }
        Arrays.fill(scalar, (byte) 0);
        return low.isNeutral() ? Optional.empty() : Optional.of(low.compress());
    }

    /// RFC 8032 §5.1.5: the lower half of the hash, pruned.
    private static byte[] scalar(byte[] seed) {
        var hash = new SHA512Digest();
        hash.update(seed, 0, seed.length);
        byte[] digest = new byte[hash.getDigestSize()];
        hash.doFinal(digest, 0);
        byte[] scalar = Arrays.copyOf(digest, POINT_BYTES);
        Arrays.fill(digest, (byte) 0);
        scalar[0] &= (byte) 0xF8;
        scalar[31] &= 0x7F;
        scalar[31] |= 0x40;
        return scalar;
    }

    /// A point in extended coordinates: x = X/Z, y = Y/Z, T = XY/Z. Owned by one computation.
    private static final class Point {
        private final int[] x = X25519Field.create();
        private final int[] y = X25519Field.create();
        private final int[] z = X25519Field.create();
        private final int[] t = X25519Field.create();

        static Point neutral() {
            var point = new Point();
            X25519Field.one(point.y);
            X25519Field.one(point.z);
            return point;
        }

        /// RFC 8032 §5.1.3; the key was checked to be a point.
        static Point decompress(byte[] key) {
            var point = neutral();
            X25519Field.decode255(key, point.y);
            int[] u = X25519Field.create();
            int[] v = X25519Field.create();
            X25519Field.sqr(point.y, u);
            X25519Field.mul(D, u, v);
            X25519Field.subOne(u);
            X25519Field.addOne(v);
            if (!X25519Field.sqrtRatioVar(u, v, point.x)) throw new AssertionError("a checked key is not on the curve");
            X25519Field.normalize(point.x);
            if ((point.x[0] & 1) != (key[POINT_BYTES - 1] & SIGN_BIT) >>> 7) {
                X25519Field.negate(point.x, point.x);
                X25519Field.normalize(point.x);
            }
            X25519Field.mul(point.x, point.y, point.t);
            return point;
        }

        void swapIf(int set, Point other) {
            X25519Field.cswap(set, x, other.x);
            X25519Field.cswap(set, y, other.y);
            X25519Field.cswap(set, z, other.z);
            X25519Field.cswap(set, t, other.t);
        }

        Point plus(Point other) {
            int[] a = X25519Field.create();
            int[] b = X25519Field.create();
            int[] c = X25519Field.create();
            int[] d = X25519Field.create();
            int[] e = X25519Field.create();
            int[] f = X25519Field.create();
            int[] g = X25519Field.create();
            int[] h = X25519Field.create();
            X25519Field.apm(y, x, b, a);
            X25519Field.apm(other.y, other.x, d, c);
            X25519Field.mul(a, c, a);
            X25519Field.mul(b, d, b);
            X25519Field.mul(t, other.t, c);
            X25519Field.mul(c, D_TWICE, c);
            X25519Field.add(z, z, d);
            X25519Field.mul(d, other.z, d);
            X25519Field.apm(b, a, h, e);
            X25519Field.apm(d, c, g, f);
            var sum = new Point();
            X25519Field.mul(e, f, sum.x);
            X25519Field.mul(g, h, sum.y);
            X25519Field.mul(f, g, sum.z);
            X25519Field.mul(e, h, sum.t);
            return sum;
        }

        boolean isNeutral() {
            return X25519Field.isZeroVar(normal(x));
        }

        byte[] compress() {
            int[] inverse = X25519Field.create();
            int[] affineX = X25519Field.create();
            int[] affineY = X25519Field.create();
            X25519Field.inv(z, inverse);
            X25519Field.mul(x, inverse, affineX);
            X25519Field.mul(y, inverse, affineY);
            X25519Field.normalize(affineX);
            X25519Field.normalize(affineY);
            byte[] bytes = new byte[POINT_BYTES];
            X25519Field.encode(affineY, bytes);
            bytes[POINT_BYTES - 1] |= (byte) ((affineX[0] & 1) << 7);
            return bytes;
        }

        private static int[] normal(int[] element) {
            int[] copy = element.clone();
            X25519Field.normalize(copy);
            return copy;
        }
    }
}
