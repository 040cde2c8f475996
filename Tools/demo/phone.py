"""A phone for the demo: takes what is posted to it, and prints each alert as a line. Usage: phone.py FILE_FOR_ITS_URL"""

import http.server
import json
import pathlib
import sys


class Phone(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        for alert in json.loads(self.rfile.read(int(self.headers["Content-Length"])))["data"]["alerts"]:
            who = alert["principal"].rsplit("/", 1)[-1]
            print(f"  {alert['at']} {alert['severity']:8} {who:16} {alert['title'].split(' ', 1)[-1]}", flush=True)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Phone)
pathlib.Path(sys.argv[1]).write_text(f"http://127.0.0.1:{server.server_port}/")
server.serve_forever()
