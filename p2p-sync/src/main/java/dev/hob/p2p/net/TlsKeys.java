package dev.hob.p2p.net;

import dev.hob.keys.DidKey;
import dev.hob.keys.KeyCertificate;
import dev.hob.keys.SigningKey;
import io.netty.handler.ssl.SslHandler;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// TLS 1.3 among Hobs. Each side shows a certificate of its node key and signs the handshake with it (RFC 8446
/// §4.4.3), so that either knows the other's key, and nobody else reads or changes what follows. No authority is asked:
/// the key is the name. Shared between threads.
final class TlsKeys {
    /// What is spoken inside; another version would have another name (RFC 7301).
    static final String PROTOCOL = "hob-peer/1";

    private static final String ALIAS = "node";

    private final SSLContext context;

    TlsKeys(SigningKey node) {
        try {
            context = SSLContext.getInstance("TLSv1.3");
            context.init(
                    new KeyManager[] {new Own(KeyCertificate.of(node))},
                    new TrustManager[] {new AnyKey()},
                    new SecureRandom());
        } catch (GeneralSecurityException e) {
            throw new AssertionError("Java has TLS 1.3", e);
        }
    }

    SslHandler dialling() {
        return handler(true);
    }

    SslHandler accepting() {
        return handler(false);
    }

    private SslHandler handler(boolean dialling) {
        var engine = context.createSSLEngine(); // without a host: no session is taken up again
        engine.setUseClientMode(dialling);
        engine.setSSLParameters(parameters(engine.getSSLParameters(), dialling));
        return new SslHandler(engine);
    }

    private static SSLParameters parameters(SSLParameters parameters, boolean dialling) {
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setApplicationProtocols(new String[] {PROTOCOL});
        if (!dialling) parameters.setNeedClientAuth(true);
        return parameters;
    }

    /// Who the other side has proved to be; empty when it speaks something else inside.
    static Optional<DidKey> peer(SSLEngine engine) {
        try {
            if (!PROTOCOL.equals(engine.getApplicationProtocol())) return Optional.empty();
            return engine.getSession().getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? KeyCertificate.keyOf(certificate)
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException _) {
            return Optional.empty();
        }
    }

    /// The one certificate that we show.
    private static final class Own extends X509ExtendedKeyManager {
        private final KeyCertificate own;

        Own(KeyCertificate own) {
            this.own = own;
        }

        @Override
        public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseClientAlias(String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ALIAS;
        }

        @Override
        public String chooseEngineClientAlias(
                String[] types, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return ALIAS;
        }

        @Override
        public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public String chooseServerAlias(String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
            return ALIAS;
        }

        @Override
        public @Nullable String chooseEngineServerAlias(
                String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
            return type.equals("EdDSA") ? ALIAS : null; // asked for each kind of key in turn
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {own.certificate()};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return own.secret();
        }
    }

    /// Whoever has a key may come this far: that the handshake is signed with it, TLS sees to. Whose it is, and whether
    /// we want them, is asked after.
    private static final class AnyKey extends X509ExtendedTrustManager {
        private static void requireKey(X509Certificate[] chain) throws CertificateException {
            boolean fits = chain.length == 1 && List.of(chain).stream().allMatch(AnyKey::isKey);
            if (!fits) throw new CertificateException("not the certificate of an Ed25519 key");
        }

        private static boolean isKey(X509Certificate certificate) {
            return KeyCertificate.keyOf(certificate).isPresent();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            requireKey(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            requireKey(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            requireKey(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            requireKey(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            requireKey(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            requireKey(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
