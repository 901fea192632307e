package io.anteroom.callback;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

/** A certificate of its own for one name, made with the JDK's keytool. */
public final class TestCertificate {

  public static final String PASSWORD = "changeit";

  private final Path keys;
  private final Path trust;

  private TestCertificate(Path keys, Path trust) {
    this.keys = keys;
    this.trust = trust;
  }

  /** One for this name of the DNS, in this folder. */
  public static TestCertificate of(String name, Path folder) throws Exception {
    Path keys = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=test",
                "-ext",
                "san=dns:" + name,
                "-keystore",
                keys.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IllegalStateException("keytool made no certificate");
    }
    return new TestCertificate(keys, trust(keys, folder.resolve("trust.p12")));
  }

  public Path keys() {
    return keys;
  }

  /** A trust store that holds the certificate, and nothing else. */
  public Path trust() {
    return trust;
  }

  /** Writes the certificate and its key as a server reads them: PEM (RFC 7468). */
  public void writePem(Path certificate, Path key) throws GeneralSecurityException, IOException {
    KeyStore own = own();
    Files.writeString(
        key, pem("PRIVATE KEY", own.getKey("a", PASSWORD.toCharArray()).getEncoded()));
    Files.writeString(certificate, pem("CERTIFICATE", own.getCertificate("a").getEncoded()));
  }

  public Certificate certificate() throws GeneralSecurityException, IOException {
    return own().getCertificate("a");
  }

  private KeyStore own() throws GeneralSecurityException, IOException {
    return KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
  }

  /** PEM (RFC 7468). */
  public static String pem(String label, byte[] content) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(label, base64);
  }

  private static Path trust(Path keys, Path file) throws GeneralSecurityException, IOException {
    KeyStore own = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keys)) {
      own.load(in, PASSWORD.toCharArray());
    }
    KeyStore trust = KeyStore.getInstance("PKCS12");
    trust.load(null, null);
    trust.setCertificateEntry("a", own.getCertificate("a"));
    try (OutputStream out = Files.newOutputStream(file)) {
      trust.store(out, PASSWORD.toCharArray());
    }
    return file;
  }
}
