package io.anteroom.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anteroom.TestEnvironment;
import io.anteroom.TestSettings;
import io.anteroom.account.Account;
import io.anteroom.account.AccountDirectory;
import io.anteroom.account.AccountSettings;
import io.anteroom.upstream.http.MixpeekApi;
import io.anteroom.upstream.http.MixpeekClients;
import io.anteroom.upstream.http.ResponseMemory;
import io.anteroom.upstream.http.UpstreamSettings;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes over the wire to the upstream, and what comes back before the answer does. */
@QuarkusTest
@QuarkusTestResource(TestEnvironment.class)
class UpstreamClientWireTest {

  @Inject UpstreamSettings settings;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 102 Processing\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n",
        "HTTP/1.1 104 Upload Resumption Supported\r\n\r\n",
        "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 199 Still\r\nX: y\r\n\r\n"
      })
  void whatComesBeforeTheAnswerIsNotTheAnswer(String before) throws IOException {
    try (ServerSocket server = new ServerSocket(0)) {
      new Thread(() -> serve(server, before)).start();
      MixpeekApi api = api(server.getLocalPort());
      for (int i = 1; i <= 3; i++) {
        Response response = api.task("t").await().atMost(Duration.ofSeconds(5));
        assertEquals(200, response.getStatus());
        assertEquals("{\"n\":" + i + "}", response.readEntity(String.class));
      }
    }
  }

  @Test
  void nothingIsAskedForCompressed() throws IOException {
    String head = headOf(api -> api.task("t"));
    assertEquals(
        1, head.lines().filter(l -> l.equalsIgnoreCase("accept-encoding: identity")).count(), head);
  }

  @Test
  void parametersGoOnAsTheyCame() throws IOException {
    MultivaluedMap<String, String> parameters = new MultivaluedHashMap<>();
    parameters.putSingle("q", "{a} 100% a+b&c=d;e/\u00fc\ud83d\ude80#%41");
    String head = headOf(api -> api.asset("some", parameters));
    String query = head.split("[? ]", 4)[2];
    assertEquals(
        parameters.getFirst("q"),
        URLDecoder.decode(query.substring(2), StandardCharsets.UTF_8),
        head);
    assertTrue(query.chars().allMatch(c -> c > ' ' && c < 127 && c != '{'), head);
  }

  private String headOf(Function<MixpeekApi, Uni<Response>> call) throws IOException {
    try (ServerSocket server = new ServerSocket(0)) {
      StringBuffer head = new StringBuffer();
      new Thread(() -> serveOne(server, head)).start();
      call.apply(api(server.getLocalPort())).await().atMost(Duration.ofSeconds(5));
      return head.toString();
    }
  }

  private static void serveOne(ServerSocket server, StringBuffer head) {
    try (Socket socket = server.accept()) {
      head.append(readHead(new BufferedReader(new InputStreamReader(socket.getInputStream()))));
      socket.getOutputStream().write(answer(1));
    } catch (IOException e) {
      head.append(e);
    }
  }

  private MixpeekApi api(int port) {
    AccountSettings accounts =
        TestSettings.of(
            AccountSettings.class,
            "anteroom.accounts.raw.base-url",
            "http://127.0.0.1:" + port,
            "anteroom.accounts.raw.api-key",
            "raw-key");
    AccountDirectory directory = new AccountDirectory(accounts);
    Account account = directory.named("raw").orElseThrow();
    return new MixpeekClients(directory, settings, new ResponseMemory(settings)).of(account);
  }

  private static void serve(ServerSocket server, String before) {
    try (Socket socket = server.accept()) {
      BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream()));
      OutputStream out = socket.getOutputStream();
      for (int i = 1; !readHead(in).isEmpty(); i++) {
        out.write(before.getBytes());
        out.flush();
        out.write(answer(i));
        out.flush();
      }
    } catch (IOException e) {
      // the test has ended
    }
  }

  private static byte[] answer(int n) {
    return ("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"n\":" + n + "}").getBytes();
  }

  private static String readHead(BufferedReader in) throws IOException {
    StringBuilder head = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      head.append(line).append('\n');
    }
    return head.toString();
  }
}
