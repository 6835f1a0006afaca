/** Connection and resource policies (RD CAP, RD RAP) as rules and files. */
module io.rdgateway.policy {
  requires transitive io.rdgateway.core;
  requires com.fasterxml.jackson.core;
  requires com.fasterxml.jackson.dataformat.yaml;
  // Only for the place of a mistake, which Jackson keeps to itself.
  requires org.yaml.snakeyaml;
  requires static transitive org.jspecify;

  exports io.rdgateway.policy;
  exports io.rdgateway.policy.file;
}
