"""What `headway bench` needs: data of a chosen size, readers, and figures."""
