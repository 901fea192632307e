package io.anteroom.cluster.database;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.net.PemTrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * TLS as {@code DATABASE_URL} asks for it: {@code sslmode} and {@code sslrootcert}, which mean what
 * they mean for {@code psql}. The driver of JDBC reads them by itself. The reactive one would pass
 * over {@code sslrootcert}, would take no mode that checks the server without options of its own,
 * and would check it where nobody asked for that. Stateless.
 */
public final class DatabaseTls {

  private static final String MODE = "sslmode";
  private static final String AUTHORITIES = "sslrootcert";

  private static final Set<SslMode> CHECKED = Set.of(SslMode.VERIFY_CA, SslMode.VERIFY_FULL);
  private static final List<String> MODES =
      Arrays.stream(SslMode.values()).map(mode -> mode.value).toList();

  private DatabaseTls() {}

  /** Says in one clause what is wrong with these two parameters of a URL. */
  public static Optional<String> fault(String url) {
    try {
      return fault(parameters(url));
    } catch (IllegalArgumentException e) {
      return Optional.of("a parameter has a % that two hex digits must follow");
    }
  }

  private static Optional<String> fault(Map<String, String> parameters) {
    for (String name : parameters.keySet()) {
      String lower = name.toLowerCase(Locale.ROOT);
      if (!name.equals(lower) && Set.of(MODE, AUTHORITIES).contains(lower)) {
        return Optional.of("the parameter %s must be written as %s".formatted(name, lower));
      }
    }
    String mode = parameters.getOrDefault(MODE, SslMode.DISABLE.value);
    if (!MODES.contains(mode)) {
      return Optional.of("sslmode must be one of " + String.join(", ", MODES));
    }
    String authorities = parameters.get(AUTHORITIES);
    if (!CHECKED.contains(SslMode.of(mode))) {
      return Optional.ofNullable(authorities)
          .map(file -> "sslrootcert needs sslmode=verify-full or verify-ca; others check nothing");
    }
    return authorities == null
        ? Optional.of(
            "sslmode=%s needs sslrootcert, a PEM file with certificates of CAs".formatted(mode))
        : unreadable(authorities).map(why -> "sslrootcert=%s %s".formatted(authorities, why));
  }

  /** Makes the reactive driver do for this server what the parameters of its URL say. */
  static void apply(String url, PgConnectOptions server) {
    boolean checked = CHECKED.contains(server.getSslMode());
    String authorities = parameters(url).get(AUTHORITIES);
    if (checked && authorities != null) {
      server.setPemTrustOptions(new PemTrustOptions().addCertPath(authorities));
    }
    server.setTrustAll(!checked && server.getTrustOptions() == null);
    if (server.getSslMode() == SslMode.VERIFY_FULL) {
      server.setHostnameVerificationAlgorithm("HTTPS");
    }
  }

  private static Map<String, String> parameters(String url) {
    Map<String, String> parameters = new HashMap<>();
    String text = url.strip();
    int query = text.indexOf('?');
    if (query >= 0) {
      for (String parameter : text.substring(query + 1).split("&")) {
        String[] parts = parameter.split("=", 2);
        parameters.put(parts[0], parts.length == 1 ? "" : URLDecoder.decode(parts[1], UTF_8));
      }
    }
    return parameters;
  }

  /** Both drivers would first say so when they connect, which is tried again without end. */
  private static Optional<String> unreadable(String file) {
    try {
      byte[] content = Files.readAllBytes(Path.of(file));
      int certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(content))
              .size();
      boolean pem = new String(content, US_ASCII).contains("-----BEGIN CERTIFICATE-----");
      return certificates > 0 && pem ? Optional.empty() : Optional.of("holds no certificate (PEM)");
    } catch (IOException | InvalidPathException e) {
      return Optional.of("cannot be read");
    } catch (CertificateException e) {
      return Optional.of("holds no certificate (PEM)");
    }
  }
}
