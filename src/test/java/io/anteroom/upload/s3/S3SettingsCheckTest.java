package io.anteroom.upload.s3;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anteroom.S3Server;
import io.anteroom.TestSettings;
import io.anteroom.async.SettingFaults;
import io.anteroom.upload.s3.S3Gateway.Answer;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stops the start with one line, against a real server. */
class S3SettingsCheckTest {

  @TempDir private static Path folder;

  private static S3Server server;

  @BeforeAll
  static void startServer() throws IOException {
    server = new S3Server(folder);
    server.bucket("uploads");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void aBucketThatIsThereIsTaken() {
    check(S3SpoolFixture.settings(server, "uploads", S3Server.ACCESS_KEY)).stopIfAny();
  }

  @Test
  void aBucketThatIsNotThereIsNamed() {
    assertEquals(
        List.of("anteroom.spool.s3.bucket: there is no bucket elsewhere"),
        lines(S3SpoolFixture.settings(server, "elsewhere", S3Server.ACCESS_KEY)));
  }

  @Test
  void aBucketThatRefusesIsNamedWithTheReason() {
    assertEquals(
        List.of("anteroom.spool.s3.bucket: the bucket uploads answers with 403 InvalidAccessKeyId"),
        lines(S3SpoolFixture.settings(server, "uploads", "another")));
  }

  @Test
  void aServerThatDoesNotAnswerIsWaitedFor() {
    S3SpoolSettings settings =
        settings(
            "bucket",
            "uploads",
            "endpoint",
            "http://127.0.0.1:1",
            "access-key",
            "a",
            "secret-key",
            "b");
    assertDoesNotThrow(() -> check(settings).stopIfAny());
  }

  /** It finds no server yet, or has no route yet. The start goes on, and uploads get 503. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "404 | <html>default backend - 404</html>",
        "404 | 404 page not found",
        "404 | ''",
        "403 | <html><hr></html>",
        "503 | no healthy upstream",
      })
  void aGatewayIsNotTakenForAWrongBucket(int status, String body) throws IOException {
    try (S3Gateway gateway = new S3Gateway()) {
      S3SpoolSettings settings =
          S3SpoolFixture.settings(gateway.endpoint(), "uploads", S3Server.ACCESS_KEY);
      gateway.answerSentinel(new Answer(status, body));
      check(settings).stopIfAny();
      gateway.answerSentinel(Answer.error(404, "NoSuchBucket"));
      assertEquals(
          List.of("anteroom.spool.s3.bucket: there is no bucket uploads"), lines(settings));
    }
  }

  /** The SDK reads the property as it reads the variable AWS_WEB_IDENTITY_TOKEN_FILE. */
  @Test
  void aRoleByAWebIdentityTokenIsRefusedUnlessThereAreKeys() {
    System.setProperty("aws.webIdentityTokenFile", "/var/run/secrets/token");
    try {
      assertEquals(
          List.of(
              "anteroom.spool.s3.access-key: must be set, since a role by a web identity token"
                  + " (IRSA, AWS_WEB_IDENTITY_TOKEN_FILE) is not supported"),
          lines(
              settings("bucket", "uploads", "endpoint", server.endpoint(), "path-style", "true")));
      check(S3SpoolFixture.settings(server, "uploads", S3Server.ACCESS_KEY)).stopIfAny();
    } finally {
      System.clearProperty("aws.webIdentityTokenFile");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bucket | a b | anteroom.spool.s3.bucket: must be the name of a bucket, is a b",
        "prefix | uploads | anteroom.spool.s3.prefix: must be empty, or names that end with /, is"
            + " uploads",
        "endpoint | localhost:9000 | anteroom.spool.s3.endpoint: must be http[s]://host[:port], is"
            + " localhost:9000",
        "endpoint | http://me:secret@h | anteroom.spool.s3.endpoint: must be http[s]://host[:port],"
            + " is http://…@h",
        "region | eu west | anteroom.spool.s3.region: must be the name of a region, is eu west",
        "access-key | a | anteroom.spool.s3.secret-key: must be set if and only if access-key is",
      })
  void aWrongValueIsNamed(String key, String value, String line) {
    S3SpoolSettings settings =
        key.equals("bucket") ? settings(key, value) : settings("bucket", "uploads", key, value);
    assertEquals(List.of(line), lines(settings));
  }

  @Test
  void aMissingBucketNameIsNamed() {
    assertEquals(
        List.of("anteroom.spool.s3.bucket: must be the name of a bucket, is not set"),
        lines(settings()));
  }

  private static S3SpoolSettings settings(String... keysAndValues) {
    for (int i = 0; i < keysAndValues.length; i += 2) {
      keysAndValues[i] = "anteroom.spool.s3." + keysAndValues[i];
    }
    return TestSettings.of(S3SpoolSettings.class, keysAndValues);
  }

  private static List<String> lines(S3SpoolSettings settings) {
    SettingFaults faults = check(settings);
    return assertThrows(ConfigurationException.class, faults::stopIfAny)
        .getMessage()
        .lines()
        .toList();
  }

  private static SettingFaults check(S3SpoolSettings settings) {
    SettingFaults faults = new SettingFaults();
    new S3SettingsCheck(
        S3SpoolFixture.spoolSettings(), settings, () -> S3SpoolFixture.bucket(settings), faults);
    return faults;
  }
}
