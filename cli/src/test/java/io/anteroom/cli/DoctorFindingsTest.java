package io.anteroom.cli;

import static io.anteroom.client.ScriptedServer.html;
import static io.anteroom.client.ScriptedServer.json;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.cli.Cli.Result;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kinds of trouble that {@link DoctorTest} has not. */
class DoctorFindingsTest extends DoctorSetUp {

  @Test
  void othersCanReadTheProfile(@TempDir Path home) throws IOException {
    Path config = Files.createDirectories(home.resolve(".config/anteroom")).resolve("config");
    Files.writeString(config, "[default]\nkey = client-key\n");
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-r--r--"));
    assertWarning("profile: Others can read", healthy().home(home).run("doctor"));
  }

  @Test
  void keysGoWithoutTls() {
    Result result =
        cli.set("ANTEROOM_URL", "http://203.0.113.1").run("doctor", "--call-timeout", "1s");
    assertTrue(
        result.out().contains("warning     transport: Keys go to 203.0.113.1"), result.out());
  }

  @Test
  void theNameIsNotKnown() {
    Result result = cli.set("ANTEROOM_URL", "http://anteroom.invalid").run("doctor");
    assertFailure(ExitCode.FAILED, "reached: The name anteroom.invalid is not known", result);
  }

  @Test
  void thePortSpeaksNoTls() throws IOException {
    try (PlainServer plain = new PlainServer()) {
      Result result = cli.set("ANTEROOM_URL", "https://127.0.0.1:" + plain.port()).run("doctor");
      assertFailure(ExitCode.FAILED, "does not speak TLS", result);
    }
  }

  @Test
  void theCertificateIsNotTrusted(@TempDir Path folder) throws Exception {
    try (SelfSignedServer selfSigned = new SelfSignedServer(folder)) {
      Result result = cli.set("ANTEROOM_URL", selfSigned.url()).run("doctor");
      assertFailure(ExitCode.FAILED, "is not trusted", result);
    }
  }

  @Test
  void itIsStopping() {
    on(DOCUMENT, json(503, Json.problem(503, "stopping", "")));
    assertFailure(ExitCode.FAILED, "It is Anteroom, and stopping", cli.run("doctor"));
  }

  @Test
  void theKeyOfTheOperatorIsWrong() {
    on(REPLICAS, json(401, Json.problem(401, "unauthorized", "")));
    Result result = healthy().run("doctor");
    assertFailure(ExitCode.NOT_AUTHORISED, "key of the operator: It is not known", result);
  }

  @Test
  void aClassWaitsAfter429() {
    String paused =
        Json.quota("")
            .replace(
                "\"queued\":0",
                "\"queued\":0,\"paused_until\":\"2024-12-01T10:00:30Z\",\"paused_by\":\"429\"");
    on("GET /quota", json(200, paused));
    assertWarning("account: Calls of the class index.text wait", healthy().run("doctor"));
  }

  @Test
  void submitsAreInDoubt() {
    on("GET /quota", json(200, Json.quota("").replace("\"in_doubt\":0", "\"in_doubt\":3")));
    assertWarning("account: 3 submits are in doubt", healthy().run("doctor"));
  }

  @Test
  void aReplicaIsDead() {
    String dead = REPLICA.replace("\"self\":true,\"alive\":true", "\"self\":false,\"alive\":false");
    on(REPLICAS, json(200, replicas(REPLICA + "," + dead)));
    assertWarning("replicas: 1 alive, 1 dead or gone", healthy().run("doctor"));
  }

  @Test
  void theReplicasAreOfAnotherVersionThanTheCommandLine() {
    on(REPLICAS, json(200, replicas(REPLICA.replace(Version.OWN, "99.0.0"))));
    assertWarning("Take the command line of that version", healthy().run("doctor"));
  }

  @Test
  void aReplicaSaysThatTheUpstreamRefusesAKey() {
    String refused = REPLICA.replace("\"refused\":[]", "\"refused\":[{\"account\":\"default\"}]");
    on(REPLICAS, json(200, replicas(refused)));
    assertFailure(
        ExitCode.FAILED, "It refuses the key of the account default", healthy().run("doctor"));
  }

  @Test
  void aCircuitBreakerIsOpen() {
    String open =
        REPLICA.replace(
            "\"breakers\":[]",
            "\"breakers\":[{\"account\":\"default\",\"class\":\"index.text\","
                + "\"until\":\"2024-12-01T10:00:30Z\"}]");
    on(REPLICAS, json(200, replicas(open)));
    assertWarning("the circuit breaker of default, class index.text", healthy().run("doctor"));
  }

  @Test
  void aReplicaSaysThatItsSpoolIsAway() {
    String away = REPLICA.replaceFirst("}$", ",\"spool\":\"it is not mounted\"}");
    on(REPLICAS, json(200, replicas(away)));
    assertFailure(
        ExitCode.FAILED, "spool: pod-1 cannot use it: it is not mounted", healthy().run("doctor"));
  }

  @Test
  void nobodyTellsTheHealth() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    Result result = healthy().run("doctor", "--management", "http://127.0.0.1:" + port);
    assertFailure(ExitCode.FAILED, "health: Nobody listens", result);
  }

  @Test
  void aProxyRespondsToACallWithAKey() {
    on("GET /quota", html(502, "Server", "nginx"));
    Result result = healthy().run("doctor");
    assertFailure(ExitCode.FAILED, "Something before Anteroom responded: status 502", result);
  }

  /** It sees no pooler, and says what to see instead. */
  @Test
  void itsHelpSaysWhatItDoesNotSee() {
    assertTrue(cli.run("doctor", "--help").out().contains("pooler"));
  }
}
