/** A client of Anteroom. It needs the JDK and nothing else. */
module io.anteroom.client {
  requires transitive java.net.http;

  exports io.anteroom.client;
  exports io.anteroom.client.callback;
  exports io.anteroom.client.failure;
  exports io.anteroom.client.json;
  exports io.anteroom.client.request;
  exports io.anteroom.client.response;
}
