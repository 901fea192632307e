package io.anteroom;

import io.anteroom.callback.TestCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A CA that nobody else knows, made with the JDK's keytool. */
public final class TestAuthority {

  private static final String PASSWORD = "changeit";

  private final Path folder;
  private final Path keys;

  private TestAuthority(Path folder) {
    this.folder = folder;
    this.keys = folder.resolve("keys.p12");
  }

  /** One whose files are in this folder, which is made. */
  public static TestAuthority in(Path folder) throws Exception {
    TestAuthority authority = new TestAuthority(Files.createDirectory(folder));
    authority.makeKey("ca", "-ext", "bc:critical=ca:true");
    authority.keytool("-exportcert", "-alias", "ca", "-rfc", "-file", authority.file().toString());
    return authority;
  }

  /** Its certificate, in PEM. */
  public Path file() {
    return folder.resolve("ca.crt");
  }

  /**
   * Settings of a PostgreSQL that has a certificate of this CA, and takes no connection in clear
   * text.
   *
   * @param name the only one that the certificate is for, as in {@code dns:localhost}
   */
  public Map<String, String> postgres(String name) throws Exception {
    Path request = folder.resolve("server.csr");
    Path certificate = folder.resolve("server.crt");
    Path key = folder.resolve("server.key");
    Path admission = folder.resolve("pg_hba.conf");
    makeKey("server");
    keytool("-certreq", "-alias", "server", "-file", request.toString());
    keytool(
        "-gencert",
        "-alias",
        "ca",
        "-rfc",
        "-ext",
        "san=" + name,
        "-infile",
        request.toString(),
        "-outfile",
        certificate.toString());
    writeKey(key);
    Files.writeString(admission, "hostssl all all all trust\n");
    return Map.of(
        "ssl", "on",
        "ssl_cert_file", certificate.toString(),
        "ssl_key_file", key.toString(),
        "hba_file", admission.toString());
  }

  /** PostgreSQL takes only one that nobody else may read. */
  private void writeKey(Path file) throws Exception {
    KeyStore store = KeyStore.getInstance(keys.toFile(), PASSWORD.toCharArray());
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(
        file,
        TestCertificate.pem(
            "PRIVATE KEY", store.getKey("server", PASSWORD.toCharArray()).getEncoded()));
  }

  private void makeKey(String alias, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of("-genkeypair", "-alias", alias, "-keyalg", "EC", "-dname", "CN=" + alias));
    arguments.addAll(List.of(more));
    keytool(arguments.toArray(String[]::new));
  }

  private void keytool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-keystore", keys.toString(), "-storepass", PASSWORD));
    Process keytool = new ProcessBuilder(command).inheritIO().start();
    if (!keytool.waitFor(60, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IllegalStateException("keytool failed: " + command);
    }
  }
}
