package io.anteroom.client.callback;

import io.anteroom.client.json.JsonException;
import io.anteroom.client.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells callbacks of Anteroom from other requests, by their signature (Standard Webhooks). Give it
 * the bytes of the body as they came, before anything parses them. Immutable and thread-safe.
 */
public final class CallbackVerifier {

  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "whsec_";
  private static final String VERSION = "v1,";

  /** How many bytes a secret has, as Standard Webhooks and Anteroom demand. */
  private static final int MIN = 24;

  private static final int MAX = 64;
  private static final Duration USUAL_TOLERANCE = Duration.ofMinutes(5);

  private final List<SecretKeySpec> secrets;
  private final Duration tolerance;
  private final Clock clock;

  private CallbackVerifier(List<SecretKeySpec> secrets, Duration tolerance, Clock clock) {
    this.secrets = secrets;
    this.tolerance = tolerance;
    this.clock = clock;
  }

  /**
   * With one secret, or with several while a secret is replaced. A callback that one of them has
   * signed is accepted.
   *
   * @param secrets at least one, as {@code POST /callback-secret} shows it: {@code whsec_}, and 24
   *     to 64 bytes in base64. Space around it does not count
   * @throws IllegalArgumentException if one of them is no such secret, or is null. The message does
   *     not show it
   */
  public static CallbackVerifier of(String... secrets) {
    if (secrets == null || secrets.length == 0) {
      throw new IllegalArgumentException("At least one secret is needed.");
    }
    List<SecretKeySpec> keys = Arrays.stream(secrets).map(CallbackVerifier::key).toList();
    return new CallbackVerifier(keys, USUAL_TOLERANCE, Clock.systemUTC());
  }

  private static SecretKeySpec key(String secret) {
    if (secret == null) {
      throw new IllegalArgumentException("A secret is null: perhaps it is not configured.");
    }
    byte[] bytes = bytes(secret.strip());
    if (bytes.length < MIN || bytes.length > MAX) {
      throw new IllegalArgumentException("A secret must be whsec_ and 24 to 64 bytes in base64.");
    }
    return new SecretKeySpec(bytes, ALGORITHM);
  }

  /** What the text stands for; nothing if it is no secret. */
  private static byte[] bytes(String secret) {
    try {
      return secret.startsWith(PREFIX)
          ? Base64.getDecoder().decode(secret.substring(PREFIX.length()))
          : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /**
   * With another tolerance.
   *
   * @param time by how much the time of a callback may differ from now, in the past and in the
   *     future; 5 minutes if not given
   */
  public CallbackVerifier tolerance(Duration time) {
    return new CallbackVerifier(secrets, time, clock);
  }

  /** With another clock, for tests. */
  public CallbackVerifier clock(Clock other) {
    return new CallbackVerifier(secrets, tolerance, other);
  }

  /**
   * Verifies a request and reads it.
   *
   * @param body the bytes as they came
   * @param header gives the value of a header by its name in lower case, or null if the request has
   *     none. The methods of web frameworks do this, such as {@code request::getHeader}
   * @throws CallbackException if it is no callback of Anteroom's, or its time is too far from now
   */
  public Callback verify(byte[] body, UnaryOperator<String> header) {
    String id = required(header, "webhook-id");
    String timestamp = required(header, "webhook-timestamp");
    String signatures = required(header, "webhook-signature");
    checkTime(timestamp);
    checkSignature(message(id, timestamp, body), signatures);
    try {
      return new Callback(id, JsonObject.parse(new String(body, StandardCharsets.UTF_8)));
    } catch (JsonException e) {
      throw new CallbackException("The body is not JSON: " + e.getMessage());
    }
  }

  private static String required(UnaryOperator<String> header, String name) {
    String value = header.apply(name);
    if (value == null || value.isEmpty()) {
      throw new CallbackException("The header " + name + " is missing.");
    }
    return value;
  }

  private void checkTime(String timestamp) {
    try {
      Instant time = Instant.ofEpochSecond(Long.parseLong(timestamp));
      if (Duration.between(time, clock.instant()).abs().compareTo(tolerance) <= 0) {
        return;
      }
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      // said below
    }
    throw new CallbackException("The timestamp is too far from now, or none.");
  }

  private static byte[] message(String id, String timestamp, byte[] body) {
    ByteArrayOutputStream message = new ByteArrayOutputStream(body.length + id.length() + 16);
    message.writeBytes((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
    message.writeBytes(body);
    return message.toByteArray();
  }

  /** Takes the same time whichever signature fits, or none. */
  private void checkSignature(byte[] message, String signatures) {
    List<byte[]> given = given(signatures);
    boolean fits = false;
    for (SecretKeySpec secret : secrets) {
      byte[] expected = signature(secret, message);
      for (byte[] signature : given) {
        fits |= MessageDigest.isEqual(expected, signature);
      }
    }
    if (!fits) {
      throw new CallbackException("No signature fits.");
    }
  }

  private static List<byte[]> given(String signatures) {
    List<byte[]> given = new ArrayList<>();
    for (String signature : signatures.split(" ")) {
      if (signature.startsWith(VERSION)) {
        try {
          given.add(Base64.getDecoder().decode(signature.substring(VERSION.length())));
        } catch (IllegalArgumentException e) {
          // none that could fit
        }
      }
    }
    return given;
  }

  private static byte[] signature(SecretKeySpec secret, byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // every JDK has it
    }
  }
}
