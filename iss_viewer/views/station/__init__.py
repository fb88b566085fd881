"""The station as a picture: 3D where this machine can draw it, else flat."""
