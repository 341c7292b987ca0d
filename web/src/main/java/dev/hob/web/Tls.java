package dev.hob.web;

import java.io.IOException;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/// Reads PEM certificate files into what Jetty wants.
final class Tls {
    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final List<String> KEY_TYPES = List.of("RSA", "EC", "Ed25519");

    private Tls() {}

    static SslContextFactory.Server context(HttpConfig.TlsFiles files) {
        try (var chain = Files.newInputStream(files.certificate())) {
            var certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(chain)
                    .toArray(Certificate[]::new);
            char[] inMemory = "memory".toCharArray(); // The store never leaves this process.
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, inMemory);
            store.setKeyEntry("hob", key(Files.readString(files.key())), inMemory, certificates);
            var context = new SslContextFactory.Server();
            context.setKeyStore(store);
            context.setKeyStorePassword("memory");
            context.setSniRequired(false);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new WebException(
                    "cannot use the certificate " + files.certificate() + " with the key " + files.key() + ": "
                            + e.getMessage(),
                    e);
        }
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        int begin = pem.indexOf(BEGIN);
        int end = pem.indexOf(END);
        if (begin < 0 || end < begin)
            throw new GeneralSecurityException("the key file must hold a PKCS#8 \"PRIVATE KEY\" without a passphrase"
                    + " (openssl pkcs8 -topk8 -nodes makes one)");
        byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
        for (String type : KEY_TYPES) {
            try {
                return KeyFactory.getInstance(type).generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (InvalidKeySpecException _) {
                // Of another type: the next one tells.
            }
        }
        throw new GeneralSecurityException("the key is none of " + KEY_TYPES);
    }
}
