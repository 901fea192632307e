package io.anteroom.scenario;

import io.anteroom.TestEnvironment;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Sends requests to a replica and returns any response. */
final class TestResponses {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private TestResponses() {}

  /** A request of alice to the plain port; a body is sent as JSON, null is none. */
  static HttpResponse<String> plain(
      AnteroomProcess replica, String method, String path, String body, String... headers) {
    return of(replica, TestEnvironment.ALICE, method, path, body, headers);
  }

  /** The same for the client with this key. */
  static HttpResponse<String> of(
      AnteroomProcess replica,
      String key,
      String method,
      String path,
      String body,
      String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(replica.url(path)))
            .header("Authorization", "Bearer " + key)
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /** The same with a form, whose boundary is b. */
  static HttpResponse<String> form(AnteroomProcess replica, String path, String form) {
    return send(
        HttpRequest.newBuilder(URI.create(replica.url(path)))
            .header("Authorization", "Bearer " + TestEnvironment.ALICE)
            .header("Content-Type", "multipart/form-data; boundary=b")
            .POST(BodyPublishers.ofString(form))
            .build());
  }

  static HttpResponse<String> management(AnteroomProcess replica, String path) {
    return send(HttpRequest.newBuilder(URI.create(replica.managementUrl(path))).build());
  }

  private static HttpResponse<String> send(HttpRequest request) {
    return HTTP.sendAsync(request, BodyHandlers.ofString()).orTimeout(20, TimeUnit.SECONDS).join();
  }

  /** A TLS connection that offers HTTP/2 first and trusts every certificate. */
  static final class Secure implements AutoCloseable {

    private final SSLSocket socket;

    private Secure(SSLSocket socket) {
      this.socket = socket;
    }

    static Secure open(int port) throws IOException, GeneralSecurityException {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
      SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
      socket.setSoTimeout(20_000);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return new Secure(socket);
    }

    String protocol() {
      return socket.getApplicationProtocol();
    }

    Certificate certificate() throws IOException {
      return socket.getSession().getPeerCertificates()[0];
    }

    /** An answer, to the end of the connection. */
    String get(String path) throws IOException {
      String request = SlowClient.head("GET " + path, "Connection: close\r\n\r\n");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static final class Anybody implements X509TrustManager {

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
